/** The members' page: links to copy, and a question before one leaves. */

import "../shared/copy.js";
import { askFirst } from "../shared/confirm.js";

askFirst(document.body);
