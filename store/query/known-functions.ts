const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/**
 * The functions a SQL cell may call. What is not here is refused, so a function that a newer DuckDB brings is refused
 * until someone has looked at it. Left out on purpose: whatever tells the clock (`now`, `age`), chance (`random`, `uuid`, samples), the machine, files, settings, the catalog or other databases;
 * whatever runs a function or text by a name made at run time (`list_aggregate`, `query`); whose result may change
 * between versions (`hash`); and `error`, `sleep_ms` and `write_log`.
 */
const scalarFunctions = words(`
  + - * / // % ** ^ | & || << >> ~ @ ! xor -> ->> ~~ !~~ ~~* !~~* ~~~ ^@ && @> <@ **
  add subtract multiply divide mod fdiv fmod pow power abs sign ceil ceiling floor round round_even trunc sqrt cbrt exp
  ln log log10 log2 sin cos tan cot asin acos atan atan2 sinh cosh tanh asinh acosh atanh degrees radians pi gamma
  lgamma factorial gcd lcm greatest_common_divisor least_common_multiple even nextafter signbit isnan isinf isfinite
  greatest least bit_count nullif coalesce ifnull if
  ascii bar bin chr char_length character_length concat concat_ws contains ends_with suffix starts_with prefix format
  printf hex unhex instr lcase lower left length len lpad ltrim levenshtein editdist3 damerau_levenshtein hamming
  mismatches jaccard jaro_similarity jaro_winkler_similarity md5 sha1 sha256 ord position regexp_escape regexp_extract
  regexp_extract_all regexp_full_match regexp_matches regexp_replace regexp_split_to_array repeat replace reverse right
  rpad rtrim split split_part str_split string_split string_split_regex str_split_regex string_to_array strlen strpos
  substr substring translate trim ucase upper unicode strip_accents nfc_normalize like_escape not_like_escape
  ilike_escape not_ilike_escape
  century date_add date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname dayofmonth
  dayofweek dayofyear days_in_month decade epoch epoch_ms epoch_ns epoch_us era hour isodow isoyear julian last_day
  make_date make_time make_timestamp make_timestamp_ms make_timestamp_ns microsecond millennium millisecond minute
  month monthname nanosecond quarter second strftime strptime try_strptime time_bucket timezone to_timestamp week
  weekday weekofyear year yearweek to_centuries to_days to_decades to_hours to_microseconds to_millennia
  to_milliseconds to_minutes to_months to_quarters to_seconds to_weeks to_years
  list_value list_pack array_value list_append list_apply list_transform array_transform list_filter array_filter
  list_reduce list_concat list_cat list_contains list_has list_has_all list_has_any list_distinct list_extract
  list_element array_extract list_position list_indexof list_prepend list_resize list_reverse list_slice array_slice
  list_sort list_reverse_sort list_grade_up list_unique list_where list_zip list_select list_avg list_count list_first
  list_last list_max list_median list_min list_product list_stddev_pop list_stddev_samp list_sum list_var_pop
  list_var_samp list_bool_and list_bool_or list_string_agg list_mode list_dot_product list_inner_product list_distance
  array_length array_to_string array_concat array_contains array_distinct array_sort flatten range generate_series
  struct_pack struct_extract struct_extract_at struct_keys row map map_keys map_values map_entries map_extract
  map_from_entries map_contains element_at cardinality typeof unnest
`);
const aggregateFunctions = words(`
  any_value arg_max arg_max_null arg_min arg_min_null argmax argmin array_agg list avg mean favg bit_and bit_or bit_xor
  bool_and bool_or corr count count_star count_if countif covar_pop covar_samp entropy first last arbitrary fsum
  kahan_sum sumkahan geomean geometric_mean group_concat string_agg listagg histogram kurtosis kurtosis_pop mad max
  max_by median min min_by mode product quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count
  regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy sem skewness stddev stddev_pop stddev_samp sum
  sum_no_overflow var_pop var_samp variance wavg weighted_avg
`);
const windowFunctions = words(`
  cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank rank_dense row_number
`);

export const knownFunctions: ReadonlySet<string> = new Set([
  ...scalarFunctions,
  ...aggregateFunctions,
  ...windowFunctions,
]);
export const knownTableFunctions: ReadonlySet<string> = new Set(["unnest", "range", "generate_series"]);

/** Words that read like columns and are functions: the parser leaves them as columns, the binder makes them calls. */
export const valueWords: ReadonlySet<string> = new Set(
  words(`current_catalog current_database current_date current_localtime current_localtimestamp current_query
    current_role current_schema current_schemas current_time current_timestamp current_user localtime localtimestamp
    session_user user today now`),
);

/** Those of the refused names that tell the clock, for the sentence that says so. */
export const clockWords: ReadonlySet<string> = new Set(
  words(`age ago current_date current_localtime current_localtimestamp current_time current_timestamp
    get_current_time get_current_timestamp localtime localtimestamp now today transaction_timestamp uuidv7`),
);
