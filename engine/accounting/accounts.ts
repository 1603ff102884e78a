/**
 * The accounts of one currency. Balances carry the sign of what is owned: cash is positive, income and capital, which
 * are owed to the owner, are negative; so the balances of a currency add up to zero at any time.
 *
 * | account | what it holds |
 * |---|---|
 * | `capital` | what the owner put in |
 * | `cash` | settled cash; negative is a loan |
 * | `unsettled` | trades agreed and not yet settled, net |
 * | `dividendsDue` | dividends gone ex and not yet paid, net of the tax withheld; negative when a short owes them |
 * | `interestDue` | interest earned or owed and not yet paid |
 * | `borrowDue` | fees for borrowed shares, owed and not yet paid; never positive |
 * | `positions` | lots at what was paid for them, costs excluded; negative for shorts |
 * | `realisedGains` … `borrowFees` | income (negative) and expense (positive) since the start |
 * | `conversion` | the other side of each exchange of currencies |
 */
export const ACCOUNT = {
  capital: 0,
  cash: 1,
  unsettled: 2,
  dividendsDue: 3,
  interestDue: 4,
  borrowDue: 5,
  positions: 6,
  realisedGains: 7,
  dividendIncome: 8,
  withholdingTax: 9,
  commission: 10,
  slippage: 11,
  transactionTax: 12,
  interest: 13,
  borrowFees: 14,
  conversion: 15,
} as const;

export type AccountName = keyof typeof ACCOUNT;
export type Account = (typeof ACCOUNT)[AccountName];

/** How many accounts each currency has; a power of two. */
export const ACCOUNT_COUNT = 16;

/** What an owner could draw on, beside the positions: the accounts whose sum is a currency's part of the NAV. */
export const MONEY_ACCOUNTS: readonly Account[] = [
  ACCOUNT.cash,
  ACCOUNT.unsettled,
  ACCOUNT.dividendsDue,
  ACCOUNT.interestDue,
  ACCOUNT.borrowDue,
];
