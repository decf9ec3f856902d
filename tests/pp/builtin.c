// options: -P
__FILE__ __FILE_NAME__ __BASE_FILE__ __LINE__ __COUNTER__ __COUNTER__ __INCLUDE_LEVEL__
__DATE__ __TIME__ __TIMESTAMP__
__riscv_xlen __SIZEOF_LONG__ __INT64_TYPE__ __FERRY__ __STDC_VERSION__ __DBL_MAX__
__has_attribute(aligned) __has_builtin(__builtin_va_arg) __has_c_attribute(nodiscard)
