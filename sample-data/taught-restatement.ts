/** The restatement that the value notebook shows: in every sample large enough to hold the company. */
export const taughtRestatement = {
  iid: "US0132",
  field: "bookValue",
  periodEnd: "2019-12-31",
  publishedOn: "2020-01-30",
  restatedOn: "2020-04-07",
  /** Of the restated to the first figure. */
  factor: 0.62,
} as const;
