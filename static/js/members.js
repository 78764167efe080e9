/** The members' page: links to copy, and a question before one leaves. */

import "./copy.js";
import { askFirst } from "./confirm.js";

askFirst(document.body);
