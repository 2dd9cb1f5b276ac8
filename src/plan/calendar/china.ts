import type { PlainDate } from './date.ts'

/**
 * Days off and the days of the weekend worked in exchange, from the yearly notice of the State Council's General Office on the
 * arrangement of holidays; each year's comes out in the autumn before it. Days as `MM-DD`, both ends included.
 * - 2024: https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm
 * - 2025: https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm
 * - 2026: https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm
 */
const notices: Readonly<
  Record<number, { off: readonly [string, string, string][]; worked: readonly string[] }>
> = {
  2024: {
    off: [
      ["New Year's Day", '01-01', '01-01'],
      ['Spring Festival', '02-10', '02-17'],
      ['Qingming Festival', '04-04', '04-06'],
      ['Labour Day', '05-01', '05-05'],
      ['Dragon Boat Festival', '06-10', '06-10'],
      ['Mid-Autumn Festival', '09-15', '09-17'],
      ['National Day', '10-01', '10-07'],
    ],
    worked: ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
  },
  2025: {
    off: [
      ["New Year's Day", '01-01', '01-01'],
      ['Spring Festival', '01-28', '02-04'],
      ['Qingming Festival', '04-04', '04-06'],
      ['Labour Day', '05-01', '05-05'],
      ['Dragon Boat Festival', '05-31', '06-02'],
      ['National Day and Mid-Autumn Festival', '10-01', '10-08'],
    ],
    worked: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  2026: {
    off: [
      ["New Year's Day", '01-01', '01-03'],
      ['Spring Festival', '02-15', '02-23'],
      ['Qingming Festival', '04-04', '04-06'],
      ['Labour Day', '05-01', '05-05'],
      ['Dragon Boat Festival', '06-19', '06-21'],
      ['Mid-Autumn Festival', '09-25', '09-27'],
      ['National Day', '10-01', '10-07'],
    ],
    worked: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
}

/** Whether the notice of a year is in the table; without it only the statutory days are known. */
export const hasNotice = (year: number): boolean => Object.hasOwn(notices, year)

/** The name of the holiday that gives `date` off, of a year with a notice. */
export function chineseHoliday(date: PlainDate): string | undefined {
  const day = date.slice(5)
  return notices[Number(date.slice(0, 4))]?.off.find(([, from, to]) => from <= day && day <= to)?.[0]
}

/** The days of the weekend that are worked in exchange, of the years with a notice. */
export function workedWeekends(): PlainDate[] {
  return Object.entries(notices).flatMap(([year, { worked }]) => worked.map(day => `${year}-${day}`))
}
