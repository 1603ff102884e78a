/** Names and currencies of the exchanges; MICs by ISO 10383. */
export const marketNames: readonly {
  readonly mic: string;
  readonly name: string;
  readonly currency: string;
}[] = [
  { mic: "XKRX", name: "Korea Exchange", currency: "KRW" },
  { mic: "XHKG", name: "Hong Kong Stock Exchange", currency: "HKD" },
  { mic: "XLON", name: "London Stock Exchange", currency: "GBP" },
  { mic: "XNYS", name: "New York Stock Exchange", currency: "USD" },
];
