/** Days and times as the server's pages write them (slowfilm/formats): one form on one screen. */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** @returns {boolean} whether the page is in Chinese */
const chinese = () => document.documentElement.lang.startsWith("zh");

/**
 * 27 Nov 2026; 2026年11月27日.
 * @param {Date} date read in the reader's own time zone
 */
export function day(date) {
  const [year, month, number] = [date.getFullYear(), date.getMonth(), date.getDate()];
  return chinese() ? `${year}年${month + 1}月${number}日` : `${number} ${MONTHS[month]} ${year}`;
}

/**
 * 18:05.
 * @param {Date} date
 */
export function time(date) {
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

/**
 * 27 Nov 2026, 18:05; 2026年11月27日 18:05.
 * @param {Date} date
 */
export function moment(date) {
  return `${day(date)}${chinese() ? " " : ", "}${time(date)}`;
}
