package dev.ferry.c.check;

import dev.ferry.base.diag.DiagnosticKind;
import dev.ferry.base.diag.Severity;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The checker's table of messages, in gcc 12's wording. {@link Severity#IGNORED} is a warning that
 * only an option turns on. Each has an example in {@code tests/diag}.
 */
public enum CheckDiagnostic implements DiagnosticKind {
  // Names and scopes.

  UNDECLARED("E2001", Severity.ERROR, null, "‘%s’ undeclared (first use in this function)"),
  UNDECLARED_HINT(
      "E2002",
      Severity.ERROR,
      null,
      "‘%s’ undeclared (first use in this function); did you mean ‘%s’?"),
  UNDECLARED_HERE("E2003", Severity.ERROR, null, "‘%s’ undeclared here (not in a function)"),
  UNDECLARED_HERE_HINT(
      "E2004",
      Severity.ERROR,
      null,
      "‘%s’ undeclared here (not in a function); did you mean ‘%s’?"),
  IMPLICIT_FUNCTION(
      "W2005",
      Severity.WARNING,
      "implicit-function-declaration",
      "implicit declaration of function ‘%s’%s"),
  IMPLICIT_FUNCTION_C90(
      "W2006",
      Severity.IGNORED,
      "implicit-function-declaration",
      "implicit declaration of function ‘%s’%s"),
  IMPLICIT_FUNCTION_C23(
      "E2007",
      Severity.ERROR,
      "implicit-function-declaration",
      "implicit declaration of function ‘%s’%s"),
  BUILTIN_IMPLICIT(
      "W2008",
      Severity.WARNING,
      "builtin-declaration-mismatch",
      "incompatible implicit declaration of built-in function ‘%s’"),
  BUILTIN_MISMATCH(
      "W2009",
      Severity.WARNING,
      "builtin-declaration-mismatch",
      "conflicting types for built-in function ‘%s’; expected ‘%s’"),
  BUILTIN_CALLED_DIRECTLY(
      "E2010", Severity.ERROR, null, "built-in function ‘%s’ must be directly called"),
  BUILTIN_UNSUPPORTED("E2011", Severity.ERROR, null, "‘%s’ is not supported"),
  BUILTIN_ARGUMENT_CONSTANT("E2012", Severity.ERROR, null, "invalid argument to ‘%s’"),
  DEPRECATED("W2013", Severity.WARNING, "deprecated-declarations", "‘%s’ is deprecated%s"),
  UNAVAILABLE("E2014", Severity.ERROR, null, "‘%s’ is unavailable%s"),
  FUNC_OUTSIDE("W2015", Severity.WARNING, null, "‘%s’ is not defined outside of function scope"),
  SHADOW("W2016", Severity.IGNORED, "shadow", "declaration of ‘%s’ shadows %s"),

  // Redeclarations.

  DIFFERENT_KIND("E2017", Severity.ERROR, null, "‘%s’ redeclared as different kind of symbol"),
  CONFLICTING_TYPES("E2018", Severity.ERROR, null, "conflicting types for ‘%s’; have ‘%s’"),
  CONFLICTING_IMPLICIT_VOID(
      "W2019", Severity.WARNING, null, "conflicting types for ‘%s’; have ‘%s’"),
  REDEFINITION("E2020", Severity.ERROR, null, "redefinition of ‘%s’"),
  STATIC_FOLLOWS(
      "E2021", Severity.ERROR, null, "static declaration of ‘%s’ follows non-static declaration"),
  NON_STATIC_FOLLOWS(
      "E2022", Severity.ERROR, null, "non-static declaration of ‘%s’ follows static declaration"),
  THREAD_MISMATCH("E2023", Severity.ERROR, null, "%s declaration of ‘%s’ follows %s declaration"),
  EXTERN_FOLLOWS_NO_LINKAGE(
      "E2024",
      Severity.ERROR,
      null,
      "extern declaration of ‘%s’ follows declaration with no linkage"),
  NO_LINKAGE_FOLLOWS_EXTERN(
      "E2025",
      Severity.ERROR,
      null,
      "declaration of ‘%s’ with no linkage follows extern declaration"),
  NO_LINKAGE_REDECLARED("E2026", Severity.ERROR, null, "redeclaration of ‘%s’ with no linkage"),
  REDUNDANT_DECL("W2027", Severity.IGNORED, "redundant-decls", "redundant redeclaration of ‘%s’"),
  TYPEDEF_REDEFINED("W2028", Severity.IGNORED, "pedantic", "redefinition of typedef ‘%s’"),
  TYPEDEF_REDEFINED_VLA(
      "E2029", Severity.ERROR, null, "redefinition of typedef ‘%s’ with variably modified type"),

  // Declarations.

  STATIC_ASSERT_NOT_CONSTANT(
      "E2030", Severity.ERROR, null, "expression in static assertion is not constant"),
  STATIC_ASSERT_FAILED("E2031", Severity.ERROR, null, "static assertion failed%s"),
  USELESS_STORAGE(
      "W2032", Severity.WARNING, null, "useless storage class specifier in empty declaration"),
  USELESS_SPECIFIER("W2389", Severity.WARNING, null, "useless %s in empty declaration"),
  EMPTY_DECLARATION("W2390", Severity.WARNING, null, "empty declaration"),
  FILE_SCOPE_EMPTY("E2388", Severity.ERROR, null, "‘%s’ in file-scope empty declaration"),
  FUNCTION_SPECIFIER_EMPTY("E2391", Severity.ERROR, null, "‘%s’ in empty declaration"),
  USELESS_TYPE_NAME("W2033", Severity.WARNING, null, "useless type name in empty declaration"),
  UNNAMED_RECORD("W2034", Severity.WARNING, null, "unnamed struct/union that defines no instances"),
  IMPLICIT_INT(
      "W2035", Severity.WARNING, "implicit-int", "type defaults to ‘int’ in declaration of %s"),
  IMPLICIT_INT_C90(
      "W2036", Severity.IGNORED, "implicit-int", "type defaults to ‘int’ in declaration of %s"),
  IMPLICIT_INT_C23(
      "E2037", Severity.ERROR, "implicit-int", "type defaults to ‘int’ in declaration of %s"),
  IMPLICIT_RETURN_INT("W2038", Severity.WARNING, "implicit-int", "return type defaults to ‘int’"),
  IMPLICIT_RETURN_INT_C90(
      "W2039", Severity.IGNORED, "return-type", "return type defaults to ‘int’"),
  IMPLICIT_RETURN_INT_C23("E2040", Severity.ERROR, "implicit-int", "return type defaults to ‘int’"),
  IMPLICIT_INT_PARAMETER(
      "W2041", Severity.WARNING, "implicit-int", "type of ‘%s’ defaults to ‘int’"),
  IMPLICIT_INT_PARAMETER_C90(
      "W2042", Severity.IGNORED, "missing-parameter-type", "type of ‘%s’ defaults to ‘int’"),
  FUNCTION_INITIALIZED(
      "E2043", Severity.ERROR, null, "function ‘%s’ is initialized like a variable"),
  TYPEDEF_INITIALIZED(
      "E2044", Severity.ERROR, null, "typedef ‘%s’ is initialized (use ‘__typeof__’ instead)"),
  VARIABLE_INLINE("W2045", Severity.WARNING, null, "variable ‘%s’ declared ‘%s’"),
  DECLARED_VOID("E2046", Severity.ERROR, null, "variable or field ‘%s’ declared void"),
  FILE_SCOPE_AUTO("E2047", Severity.ERROR, null, "file-scope declaration of ‘%s’ specifies ‘auto’"),
  FILE_SCOPE_REGISTER("E2048", Severity.ERROR, null, "register name not specified for ‘%s’"),
  EXTERN_INITIALIZED("W2049", Severity.WARNING, null, "‘%s’ initialized and declared ‘extern’"),
  BLOCK_EXTERN_INITIALIZED("E2050", Severity.ERROR, null, "‘%s’ has both ‘extern’ and initializer"),
  AUTO_WITHOUT_INITIALIZER(
      "E2051", Severity.ERROR, null, "‘__auto_type’ requires an initialized data declaration"),
  AUTO_DECLARATOR(
      "E2052", Severity.ERROR, null, "‘__auto_type’ requires a plain identifier as declarator"),
  AUTO_BRACED(
      "E2053", Severity.ERROR, null, "‘__auto_type’ used with a braced initializer list for ‘%s’"),
  AUTO_PARAMETER("E2054", Severity.ERROR, null, "‘__auto_type’ in parameter declaration"),
  CONSTEXPR_WITHOUT_INITIALIZER(
      "E2055",
      Severity.ERROR,
      null,
      "‘constexpr’ requires an initialized data declaration of ‘%s’"),
  THREAD_LOCAL_AUTO(
      "E2056", Severity.ERROR, null, "function-scope ‘%s’ implicitly auto and declared ‘%s’"),
  ASM_LABEL_IGNORED(
      "W2057",
      Severity.WARNING,
      null,
      "ignoring ‘asm’ specifier for non-static local variable ‘%s’"),
  ARRAY_SIZE_MISSING("E2058", Severity.ERROR, null, "array size missing in ‘%s’"),
  STORAGE_SIZE("E2059", Severity.ERROR, null, "storage size of ‘%s’ isn’t known"),
  ARRAY_ASSUMED_ONE("W2060", Severity.WARNING, null, "array ‘%s’ assumed to have one element"),
  VLA_INITIALIZED("E2061", Severity.ERROR, null, "variable-sized object may not be initialized"),
  VLA_STATIC("E2062", Severity.ERROR, null, "storage size of ‘%s’ isn’t constant"),
  DECIMAL_UNSIGNED_C90(
      "W2063", Severity.WARNING, null, "this decimal constant is unsigned only in ISO C90"),
  INTEGER_SO_LARGE_UNSIGNED(
      "W2064", Severity.WARNING, null, "integer constant is so large that it is unsigned"),
  FLOAT_EXCEEDS_RANGE(
      "W2065", Severity.WARNING, "overflow", "floating constant exceeds range of ‘%s’"),

  // Types and declarators.

  BITINT_WIDTH(
      "E2066", Severity.ERROR, null, "‘_BitInt’ argument is not an integer constant expression"),
  BITINT_RANGE("E2067", Severity.ERROR, null, "‘_BitInt’ width %s is out of range"),
  ATOMIC_OF("E2068", Severity.ERROR, null, "‘_Atomic’-qualified %s type"),
  RESTRICT_USE("E2069", Severity.ERROR, null, "invalid use of ‘restrict’"),
  ALIGNMENT_NOT_CONSTANT(
      "E2070", Severity.ERROR, null, "requested alignment is not an integer constant"),
  ALIGNMENT_POWER(
      "E2071", Severity.ERROR, null, "requested alignment ‘%s’ is not a positive power of 2"),
  ALIGNAS_REDUCES(
      "E2378", Severity.ERROR, null, "‘_Alignas’ specifiers cannot reduce alignment of ‘%s’"),
  ALIGNMENT_LARGE(
      "E2072", Severity.ERROR, null, "requested alignment ‘%s’ exceeds maximum 268435456"),
  ARRAY_OF_FUNCTIONS("E2073", Severity.ERROR, null, "declaration of %s as array of functions"),
  ARRAY_OF_VOIDS("E2074", Severity.ERROR, null, "declaration of %s as array of voids"),
  ARRAY_INCOMPLETE_ELEMENT(
      "E2075", Severity.ERROR, null, "array type has incomplete element type ‘%s’"),
  ARRAY_OF_FLEXIBLE(
      "W2076", Severity.IGNORED, "pedantic", "invalid use of structure with flexible array member"),
  ARRAY_SIZE_TYPE("E2077", Severity.ERROR, null, "size of %s has non-integer type"),
  ARRAY_SIZE_NEGATIVE("E2078", Severity.ERROR, null, "size of %s is negative"),
  ARRAY_SIZE_ZERO("W2079", Severity.IGNORED, "pedantic", "ISO C forbids zero-size array%s"),
  ARRAY_TOO_LARGE("E2080", Severity.ERROR, null, "size of %s exceeds maximum object size ‘%s’"),
  STAR_OUTSIDE_PROTOTYPE(
      "E2081", Severity.ERROR, null, "‘[*]’ not allowed in other than function prototype scope"),
  VLA_AT_FILE_SCOPE("E2082", Severity.ERROR, null, "variably modified %s at file scope"),
  VLA("W2083", Severity.IGNORED, "vla", "ISO C90 forbids variable length array%s"),
  RETURNS_FUNCTION("E2084", Severity.ERROR, null, "%s declared as function returning a function"),
  RETURNS_ARRAY("E2085", Severity.ERROR, null, "%s declared as function returning an array"),
  IGNORED_QUALIFIERS(
      "W2086",
      Severity.IGNORED,
      "ignored-qualifiers",
      "type qualifiers ignored on function return type"),
  NAMES_WITHOUT_TYPES(
      "W2087", Severity.WARNING, null, "parameter names (without types) in function declaration"),
  VOID_ONLY_PARAMETER("E2088", Severity.ERROR, null, "‘void’ must be the only parameter"),
  VOID_PARAMETER_QUALIFIED(
      "E2089", Severity.ERROR, null, "‘void’ as only parameter may not be qualified"),
  PARAMETER_VOID("W2090", Severity.WARNING, null, "parameter %s (‘%s’) has void type"),
  PARAMETER_STORAGE("E2091", Severity.ERROR, null, "storage class specified for %s"),
  PARAMETER_SPECIFIER("W2392", Severity.WARNING, null, "parameter ‘%s’ declared ‘%s’"),
  PARAMETER_REDEFINED("E2092", Severity.ERROR, null, "redefinition of parameter ‘%s’"),
  PARAMETER_INCOMPLETE("E2093", Severity.ERROR, null, "parameter %s (‘%s’) has incomplete type"),
  PARAMETER_INITIALIZED("E2094", Severity.ERROR, null, "parameter ‘%s’ is initialized"),
  PARAMETER_NAME_OMITTED(
      "W2095",
      Severity.IGNORED,
      "pedantic",
      "ISO C does not support omitting parameter names in function definitions before C2X"),
  NO_SUCH_PARAMETER(
      "E2096", Severity.ERROR, null, "declaration for parameter ‘%s’ but no such parameter"),
  OLD_STYLE_IN_PROTOTYPE(
      "E2393",
      Severity.ERROR,
      null,
      "old-style parameter declarations in prototyped function definition"),
  PARAMETER_DIFFERS("E2379", Severity.ERROR, null, "argument ‘%s’ doesn’t match prototype"),
  PARAMETER_COUNT_DIFFERS(
      "E2380", Severity.ERROR, null, "number of arguments doesn’t match prototype"),
  TAG_IN_PARAMETERS(
      "W2097",
      Severity.WARNING,
      null,
      "‘%s’ declared inside parameter list will not be visible outside of this "
          + "definition or declaration"),

  // Structures, unions, enumerations.

  WRONG_TAG("E2098", Severity.ERROR, null, "‘%s’ defined as wrong kind of tag"),
  NESTED_REDEFINITION("E2099", Severity.ERROR, null, "nested redefinition of ‘%s’"),
  DECLARES_NOTHING("W2100", Severity.WARNING, null, "declaration does not declare anything"),
  DUPLICATE_MEMBER("E2101", Severity.ERROR, null, "duplicate member ‘%s’"),
  FIELD_FUNCTION("E2102", Severity.ERROR, null, "field ‘%s’ declared as a function"),
  FIELD_VARIABLE(
      "W2103",
      Severity.IGNORED,
      "pedantic",
      "a member of a structure or union cannot have a variably modified type"),
  FIELD_VARIABLE_IN_PARAMETERS(
      "E2387",
      Severity.ERROR,
      null,
      "a member of a structure or union declared in a parameter list cannot have a variably modified"
          + " type"),
  FIELD_INCOMPLETE("E2104", Severity.ERROR, null, "%s has incomplete type"),
  BIT_FIELD_NOT_CONSTANT(
      "E2105", Severity.ERROR, null, "bit-field ‘%s’ width not an integer constant"),
  BIT_FIELD_TYPE("E2106", Severity.ERROR, null, "bit-field ‘%s’ has invalid type"),
  BIT_FIELD_NEGATIVE("E2107", Severity.ERROR, null, "negative width in bit-field ‘%s’"),
  BIT_FIELD_ZERO("E2108", Severity.ERROR, null, "zero width for bit-field ‘%s’"),
  BIT_FIELD_WIDE("E2109", Severity.ERROR, null, "width of ‘%s’ exceeds its type"),
  BIT_FIELD_GNU_TYPE(
      "W2110", Severity.IGNORED, "pedantic", "type of bit-field ‘%s’ is a GCC extension"),
  EMPTY_STRUCT("W2111", Severity.IGNORED, "pedantic", "struct has no members"),
  EMPTY_UNION("W2112", Severity.IGNORED, "pedantic", "union has no members"),
  NO_NAMED_MEMBERS("W2113", Severity.IGNORED, "pedantic", "%s has no named members"),
  FLEXIBLE_IN_UNION("E2114", Severity.ERROR, null, "flexible array member in union"),
  FLEXIBLE_NOT_LAST("E2115", Severity.ERROR, null, "flexible array member not at end of struct"),
  FLEXIBLE_C90(
      "W2370", Severity.IGNORED, "pedantic", "ISO C90 does not support flexible array members"),
  FLEXIBLE_ALONE(
      "E2116", Severity.ERROR, null, "flexible array member in a struct with no named members"),
  FLEXIBLE_NESTED(
      "W2117", Severity.IGNORED, "pedantic", "invalid use of structure with flexible array member"),
  FORWARD_ENUM(
      "W2118", Severity.IGNORED, "pedantic", "ISO C forbids forward references to ‘enum’ types"),
  REDECLARED_ENUM("E2119", Severity.ERROR, null, "redeclaration of ‘%s’"),
  REDECLARED_ENUMERATOR("E2120", Severity.ERROR, null, "redeclaration of enumerator ‘%s’"),
  ENUM_UNDERLYING("E2121", Severity.ERROR, null, "invalid ‘enum’ underlying type"),
  ENUMERATOR_NOT_CONSTANT(
      "E2122", Severity.ERROR, null, "enumerator value for ‘%s’ is not an integer constant"),
  ENUMERATOR_OUT_OF_TYPE(
      "E2123", Severity.ERROR, null, "enumerator value outside the range of underlying type"),
  ENUMERATOR_RANGE(
      "W2124", Severity.IGNORED, "pedantic", "ISO C restricts enumerator values to range of ‘int’"),
  ENUM_OVERFLOW("E2125", Severity.ERROR, null, "overflow in enumeration values"),
  ENUM_LARGE("W2126", Severity.WARNING, null, "enumeration values exceed range of largest integer"),

  // Attributes and pragmas.

  ATTRIBUTE_UNKNOWN("W2127", Severity.WARNING, "attributes", "‘%s’ attribute ignored"),
  ATTRIBUTE_IGNORED("W2128", Severity.WARNING, "attributes", "‘%s’ attribute directive ignored"),
  ATTRIBUTE_NOT_HERE("W2403", Severity.WARNING, "attributes", "‘%s’ attribute ignored"),
  ATTRIBUTE_COUNT(
      "E2396", Severity.ERROR, null, "wrong number of arguments specified for ‘%s’ attribute"),
  ATTRIBUTE_ARGUMENTS("E2129", Severity.ERROR, null, "wrong argument of ‘%s’ attribute"),
  ATTRIBUTE_WARNING(
      "W2130",
      Severity.WARNING,
      "attribute-warning",
      "call to ‘%s’ declared with attribute warning: %s"),
  IFUNC_UNSUPPORTED("E2131", Severity.ERROR, null, "ifunc is not supported on this target"),
  SYMVER_FORMAT(
      "E2381",
      Severity.ERROR,
      null,
      "‘symver’ attribute argument ‘%s’ must have format ‘name@nodename’, with one or two ‘@’"),
  SYMVER_NEEDS("E2382", Severity.ERROR, null, "%s"),
  VISIBILITY_ARGUMENT(
      "E2132",
      Severity.ERROR,
      null,
      "attribute ‘visibility’ argument must be one of ‘default’, ‘hidden’, "
          + "‘protected’, or ‘internal’"),
  VISIBILITY_POP_WITHOUT_PUSH(
      "W2133", Severity.WARNING, "pragmas", "no matching push for ‘#pragma GCC visibility pop’"),
  FORMAT_UNKNOWN(
      "W2134", Severity.WARNING, "format", "‘%s’ is an unrecognized format function type"),
  VECTOR_ELEMENT("E2135", Severity.ERROR, null, "invalid vector type for attribute ‘vector_size’"),
  VECTOR_SIZE(
      "E2136", Severity.ERROR, null, "vector size not an integral multiple of component size"),
  MODE_UNKNOWN("E2137", Severity.ERROR, null, "unknown machine mode ‘%s’"),
  MODE_TYPE("E2394", Severity.ERROR, null, "mode ‘%s’ applied to inappropriate type"),
  MODE_POINTER("E2395", Severity.ERROR, null, "invalid pointer mode ‘%s’"),
  SECTION_PARAMETER("E2398", Severity.ERROR, null, "section attribute not allowed for ‘%s’"),
  BOTH_AND_ALIAS(
      "E2399", Severity.ERROR, null, "‘%s’ defined both normally and as ‘alias’ attribute"),
  CLEANUP_NAME("E2402", Severity.ERROR, null, "cleanup argument not an identifier"),
  ALIGNAS_PLACE("E2397", Severity.ERROR, null, "alignment specified for %s ‘%s’"),
  VARIABLE_LINKAGE(
      "E2400", Severity.ERROR, null, "object with variably modified type must have no linkage"),
  SECTION_LOCAL(
      "E2138", Severity.ERROR, null, "section attribute cannot be specified for local variables"),
  CLEANUP_FUNCTION("E2139", Severity.ERROR, null, "cleanup argument not a function"),

  // Functions.

  FUNCTION_STORAGE("E2140", Severity.ERROR, null, "invalid storage class for function ‘%s’"),
  DEFINITION_STORAGE("E2385", Severity.ERROR, null, "function definition declared ‘%s’"),
  DEFINITION_AUTO("W2401", Severity.WARNING, null, "function definition declared ‘auto’"),
  MAIN_RETURN("W2141", Severity.IGNORED, "main", "return type of ‘main’ is not ‘int’"),
  MAIN_ARGUMENTS("W2142", Severity.IGNORED, "main", "‘main’ takes only zero or two arguments"),
  MAIN_STATIC("W2143", Severity.IGNORED, "main", "‘main’ is normally a non-static function"),
  RETURN_INCOMPLETE("E2144", Severity.ERROR, null, "return type is an incomplete type"),
  OLD_STYLE_DEFINITION(
      "W2145", Severity.IGNORED, "old-style-definition", "old-style function definition"),
  OLD_STYLE_C23("E2146", Severity.ERROR, null, "old-style function definition"),
  STRICT_PROTOTYPES(
      "W2147", Severity.IGNORED, "strict-prototypes", "function declaration isn’t a prototype"),
  MISSING_PROTOTYPES(
      "W2148", Severity.IGNORED, "missing-prototypes", "no previous prototype for ‘%s’"),
  CONTROL_REACHES_END(
      "W2149", Severity.IGNORED, "return-type", "control reaches end of non-void function"),
  NORETURN_RETURNS(
      "W2150", Severity.WARNING, null, "function declared ‘noreturn’ has a ‘return’ statement"),
  NORETURN_DOES_RETURN("W2151", Severity.WARNING, null, "‘noreturn’ function does return"),
  RETURN_WITHOUT_VALUE(
      "W2152",
      Severity.WARNING,
      "return-type",
      "‘return’ with no value, in function returning non-void"),
  RETURN_WITH_VALUE(
      "W2153",
      Severity.WARNING,
      "return-type",
      "‘return’ with a value, in function returning void"),
  RETURN_VOID_EXPRESSION(
      "W2154",
      Severity.IGNORED,
      "pedantic",
      "ISO C forbids ‘return’ with expression, in function returning void"),
  RETURN_LOCAL_ADDRESS(
      "W2155", Severity.WARNING, "return-local-addr", "function returns address of local variable"),
  RETURN_LABEL_ADDRESS(
      "W2156", Severity.WARNING, "return-local-addr", "function returns address of label"),
  USED_NEVER_DEFINED("W2157", Severity.WARNING, null, "‘%s’ used but never defined"),
  STATIC_NEVER_DEFINED(
      "W2158", Severity.IGNORED, "unused-function", "‘%s’ declared ‘static’ but never defined"),
  UNUSED_FUNCTION("W2159", Severity.IGNORED, "unused-function", "‘%s’ defined but not used"),
  UNUSED_STATIC_VARIABLE("W2160", Severity.IGNORED, "unused-variable", "‘%s’ defined but not used"),
  UNUSED_CONST_VARIABLE(
      "W2161", Severity.IGNORED, "unused-const-variable", "‘%s’ defined but not used"),
  UNUSED_VARIABLE("W2162", Severity.IGNORED, "unused-variable", "unused variable ‘%s’"),
  UNUSED_BUT_SET(
      "W2163", Severity.IGNORED, "unused-but-set-variable", "variable ‘%s’ set but not used"),
  UNUSED_PARAMETER("W2164", Severity.IGNORED, "unused-parameter", "unused parameter ‘%s’"),
  UNUSED_BUT_SET_PARAMETER(
      "W2165", Severity.IGNORED, "unused-but-set-parameter", "parameter ‘%s’ set but not used"),
  UNUSED_TYPEDEF(
      "W2166",
      Severity.IGNORED,
      "unused-local-typedefs",
      "typedef ‘%s’ locally defined but not used"),
  UNUSED_LABEL("W2167", Severity.IGNORED, "unused-label", "label ‘%s’ defined but not used"),
  UNUSED_VALUE("W2168", Severity.IGNORED, "unused-value", "statement with no effect"),
  VALUE_NOT_USED("W2169", Severity.IGNORED, "unused-value", "value computed is not used"),
  COMMA_LEFT_NO_EFFECT(
      "W2170",
      Severity.IGNORED,
      "unused-value",
      "left-hand operand of comma expression has no effect"),
  COMMA_RIGHT_NO_EFFECT(
      "W2171",
      Severity.IGNORED,
      "unused-value",
      "right-hand operand of comma expression has no effect"),
  UNUSED_RESULT(
      "W2172",
      Severity.WARNING,
      "unused-result",
      "ignoring return value of ‘%s’ declared with attribute ‘warn_unused_result’"),
  NODISCARD(
      "W2173",
      Severity.WARNING,
      "unused-result",
      "ignoring return value of ‘%s’, declared with attribute ‘nodiscard’%s"),

  // Calls.

  CALLED_OBJECT(
      "E2174", Severity.ERROR, null, "called object%s is not a function or function pointer"),
  TOO_MANY_ARGUMENTS("E2175", Severity.ERROR, null, "too many arguments to function%s"),
  TOO_FEW_ARGUMENTS("E2176", Severity.ERROR, null, "too few arguments to function%s"),
  BUILTIN_TOO_FEW(
      "W2177",
      Severity.WARNING,
      "builtin-declaration-mismatch",
      "too few arguments to built-in function ‘%s’ expecting %s"),
  BUILTIN_TOO_MANY(
      "W2363",
      Severity.WARNING,
      "builtin-declaration-mismatch",
      "too many arguments to built-in function ‘%s’ expecting %s"),
  PARAMETER_INCOMPLETE_CALL(
      "E2178", Severity.ERROR, null, "type of formal parameter %s is incomplete"),
  NONNULL("W2179", Severity.IGNORED, "nonnull", "argument %s null where non-null expected"),
  SENTINEL_MISSING("W2180", Severity.IGNORED, "format", "missing sentinel in function call"),
  SENTINEL_MISSING_ARGS(
      "W2181", Severity.IGNORED, "format", "not enough variable arguments to fit a sentinel"),
  DOUBLE_PROMOTION(
      "W2182",
      Severity.IGNORED,
      "double-promotion",
      "implicit conversion from ‘%s’ to ‘%s’ when passing argument to function"),
  VA_ARG_INCOMPLETE(
      "E2183", Severity.ERROR, null, "second argument to ‘va_arg’ is of incomplete type ‘%s’"),
  VA_ARG_FUNCTION(
      "E2184", Severity.ERROR, null, "second argument to ‘va_arg’ is a function type ‘%s’"),
  VA_ARG_PROMOTED(
      "W2185", Severity.WARNING, null, "‘%s’ is promoted to ‘%s’ when passed through ‘...’"),
  VA_LIST_TYPE("E2186", Severity.ERROR, null, "first argument to ‘va_arg’ not of type ‘va_list’"),
  VA_START_FIXED("E2187", Severity.ERROR, null, "‘va_start’ used in function with fixed arguments"),
  OBJECT_SIZE_MODE(
      "E2188",
      Severity.ERROR,
      null,
      "last argument of ‘%s’ is not integer constant between 0 and 3"),
  NON_FLOAT_ARGUMENT(
      "E2189", Severity.ERROR, null, "non-floating-point argument in call to function ‘%s’"),
  NON_FLOAT_ARGUMENTS(
      "E2190", Severity.ERROR, null, "non-floating-point arguments in call to function ‘%s’"),
  COMPLEX_ARGUMENTS("E2191", Severity.ERROR, null, "‘__builtin_complex’ %s"),
  OVERFLOW_ARGUMENT(
      "E2192",
      Severity.ERROR,
      null,
      "argument %s in call to function ‘%s’ does not have integral type"),
  OVERFLOW_RESULT(
      "E2193", Severity.ERROR, null, "argument 3 in call to function ‘%s’ does not have %s type"),
  SHUFFLE_ARGUMENTS("E2194", Severity.ERROR, null, "‘%s’ last argument must be an integer vector"),
  ATOMIC_ARGUMENT(
      "E2195", Severity.ERROR, null, "operand type ‘%s’ is incompatible with argument %s of ‘%s’"),
  CHOOSE_NOT_CONSTANT(
      "E2196", Severity.ERROR, null, "first argument to ‘__builtin_choose_expr’ not a constant"),
  CONVERT_VECTOR(
      "E2197",
      Severity.ERROR,
      null,
      "‘__builtin_convertvector’ first argument must be an integer or floating vector"),
  FORMAT("W2198", Severity.IGNORED, "format", "%s"),
  FORMAT_EXTRA_ARGS(
      "W2199", Severity.IGNORED, "format-extra-args", "too many arguments for format"),
  FORMAT_ZERO_LENGTH(
      "W2200", Severity.IGNORED, "format-zero-length", "zero-length %s format string"),
  FORMAT_SECURITY(
      "W2201",
      Severity.IGNORED,
      "format-security",
      "format not a string literal and no format arguments"),
  FORMAT_NONLITERAL(
      "W2202",
      Severity.IGNORED,
      "format-nonliteral",
      "format not a string literal, argument types not checked"),
  FORMAT_UNCHECKED(
      "W2383",
      Severity.IGNORED,
      "format-nonliteral",
      "format not a string literal, format string not checked"),
  FORMAT_SIGNEDNESS(
      "W2203",
      Severity.IGNORED,
      "format-signedness",
      "format ‘%s’ expects argument of type ‘%s’, but argument %s has type %s"),

  // Conversions.

  VOID_VALUE("E2204", Severity.ERROR, null, "void value not ignored as it ought to be"),
  SCALAR_REQUIRED("E2205", Severity.ERROR, null, "used %s where scalar is required"),
  INCOMPATIBLE_TYPES("E2206", Severity.ERROR, null, "%s"),
  INVALID_INITIALIZER("E2207", Severity.ERROR, null, "invalid initializer"),
  INT_FROM_POINTER("W2208", Severity.WARNING, "int-conversion", "%s"),
  POINTER_FROM_INT("W2209", Severity.WARNING, "int-conversion", "%s"),
  INCOMPATIBLE_POINTER("W2210", Severity.WARNING, "incompatible-pointer-types", "%s"),
  DISCARDED_QUALIFIERS("W2211", Severity.WARNING, "discarded-qualifiers", "%s"),
  POINTER_SIGN("W2212", Severity.IGNORED, "pointer-sign", "%s"),
  FUNCTION_VOID_POINTER("W2213", Severity.IGNORED, "pedantic", "%s"),
  OVERFLOW("W2214", Severity.WARNING, "overflow", "%s"),
  INTEGER_OVERFLOW(
      "W2215",
      Severity.WARNING,
      "overflow",
      "integer overflow in expression of type ‘%s’ results in ‘%s’"),
  CONVERSION("W2216", Severity.IGNORED, "conversion", "%s"),
  SIGN_CONVERSION("W2217", Severity.IGNORED, "sign-conversion", "%s"),
  FLOAT_CONVERSION("W2218", Severity.IGNORED, "float-conversion", "%s"),

  // Expressions.

  LVALUE_REQUIRED("E2219", Severity.ERROR, null, "lvalue required as %s"),
  ASSIGN_ARRAY("E2220", Severity.ERROR, null, "assignment to expression with array type"),
  READ_ONLY("E2221", Severity.ERROR, null, "%s of %s"),
  INCOMPLETE_USE("E2222", Severity.ERROR, null, "invalid use of undefined type ‘%s’"),
  INCOMPLETE_ARITHMETIC("E2223", Severity.ERROR, null, "%s of pointer to an incomplete type ‘%s’"),
  UNSPECIFIED_BOUNDS("E2224", Severity.ERROR, null, "invalid use of array with unspecified bounds"),
  INVALID_OPERANDS("E2225", Severity.ERROR, null, "invalid operands to binary %s (have %s and %s)"),
  WRONG_UNARY_TYPE("E2226", Severity.ERROR, null, "wrong type argument to %s"),
  INVALID_INDIRECTION(
      "E2227", Severity.ERROR, null, "invalid type argument of unary ‘*’ (have %s)"),
  DEREFERENCE_VOID("W2228", Severity.WARNING, null, "dereferencing ‘void *’ pointer"),
  CONJUGATE(
      "W2229", Severity.IGNORED, "pedantic", "ISO C does not support ‘~’ for complex conjugation"),
  POINTER_ARITH("W2230", Severity.IGNORED, "pointer-arith", "%s"),
  COMPARE_DISTINCT_POINTERS(
      "W2231", Severity.WARNING, null, "comparison of distinct pointer types lacks a cast"),
  COMPARE_FUNCTION_VOID(
      "W2232",
      Severity.IGNORED,
      "pedantic",
      "ISO C forbids comparison of ‘void *’ with function pointer"),
  COMPARE_POINTER_INTEGER(
      "W2233", Severity.WARNING, null, "comparison between pointer and integer"),
  POINTER_COMPARE(
      "W2377",
      Severity.WARNING,
      "pointer-compare",
      "comparison between pointer and zero character constant"),
  ORDERED_POINTER_ZERO(
      "W2234", Severity.IGNORED, "extra", "ordered comparison of pointer with integer zero"),
  ORDERED_FUNCTION_POINTERS(
      "W2235",
      Severity.IGNORED,
      "pedantic",
      "ISO C forbids ordered comparisons of pointers to functions"),
  CONDITIONAL_MISMATCH("E2236", Severity.ERROR, null, "type mismatch in conditional expression"),
  CONDITIONAL_ONE_VOID(
      "W2237",
      Severity.IGNORED,
      "pedantic",
      "ISO C forbids conditional expr with only one void side"),
  CONDITIONAL_POINTER_INTEGER(
      "W2238", Severity.WARNING, null, "pointer/integer type mismatch in conditional expression"),
  CONDITIONAL_POINTER_MISMATCH(
      "W2239", Severity.WARNING, null, "pointer type mismatch in conditional expression"),
  CONDITIONAL_FUNCTION_VOID(
      "W2240",
      Severity.IGNORED,
      "pedantic",
      "ISO C forbids conditional expr between ‘void *’ and function pointer"),
  ARROW_TYPE("E2241", Severity.ERROR, null, "invalid type argument of ‘->’ (have %s)"),
  DOT_ON_POINTER("E2242", Severity.ERROR, null, "‘%s’ is a pointer; did you mean to use ‘->’?"),
  MEMBER_OF_NON_RECORD(
      "E2243",
      Severity.ERROR,
      null,
      "request for member ‘%s’ in something not a structure or union"),
  NO_MEMBER("E2244", Severity.ERROR, null, "%s has no member named ‘%s’"),
  NO_MEMBER_HINT("E2245", Severity.ERROR, null, "%s has no member named ‘%s’; did you mean ‘%s’?"),
  SUBSCRIPTED_VALUE(
      "E2246", Severity.ERROR, null, "subscripted value is neither array nor pointer nor vector"),
  SUBSCRIPTED_FUNCTION("E2247", Severity.ERROR, null, "subscripted value is pointer to function"),
  SUBSCRIPT_NOT_INTEGER("E2248", Severity.ERROR, null, "array subscript is not an integer"),
  CHAR_SUBSCRIPTS("W2249", Severity.IGNORED, "char-subscripts", "array subscript has type ‘char’"),
  ARRAY_BOUNDS(
      "W2250", Severity.IGNORED, "array-bounds", "array subscript %s is %s array bounds of ‘%s’"),
  OFFSETOF_BIT_FIELD(
      "E2251", Severity.ERROR, null, "attempt to take address of bit-field structure member ‘%s’"),
  ADDRESS_OF_BIT_FIELD("E2252", Severity.ERROR, null, "cannot take address of bit-field ‘%s’"),
  ADDRESS_OF_REGISTER("E2253", Severity.ERROR, null, "address of register variable ‘%s’ requested"),
  ADDRESS_OF_GLOBAL_REGISTER(
      "E2254", Severity.ERROR, null, "address of global register variable ‘%s’ requested"),
  SIZEOF_BIT_FIELD("E2255", Severity.ERROR, null, "‘%s’ applied to a bit-field"),
  SIZEOF_INCOMPLETE(
      "E2256", Severity.ERROR, null, "invalid application of ‘%s’ to incomplete type ‘%s’"),
  SIZEOF_ARRAY_ARGUMENT(
      "W2257",
      Severity.WARNING,
      "sizeof-array-argument",
      "‘sizeof’ on array function parameter ‘%s’ will return size of ‘%s’"),
  CAST_ARRAY("E2258", Severity.ERROR, null, "cast specifies array type"),
  CAST_FUNCTION("E2259", Severity.ERROR, null, "cast specifies function type"),
  CAST_INCOMPLETE("E2260", Severity.ERROR, null, "conversion to incomplete type"),
  CAST_NON_SCALAR("E2261", Severity.ERROR, null, "conversion to non-scalar type requested"),
  CAST_SAME_RECORD(
      "W2262", Severity.IGNORED, "pedantic", "ISO C forbids casting nonscalar to the same type"),
  CAST_UNION("W2263", Severity.IGNORED, "pedantic", "ISO C forbids casts to union type"),
  CAST_UNION_ABSENT(
      "E2264", Severity.ERROR, null, "cast to union type from type not present in union"),
  CAST_VECTOR(
      "E2265",
      Severity.ERROR,
      null,
      "cannot convert a value of type ‘%s’ to vector type ‘%s’ which has different size"),
  CAST_TO_VECTOR("E2266", Severity.ERROR, null, "cannot convert value to a vector"),
  CAST_AGGREGATE_INTEGER(
      "E2267", Severity.ERROR, null, "aggregate value used where an integer was expected"),
  CAST_AGGREGATE_FLOAT(
      "E2268", Severity.ERROR, null, "aggregate value used where a floating-point was expected"),
  CAST_AGGREGATE_POINTER("E2269", Severity.ERROR, null, "cannot convert to a pointer type"),
  CAST_POINTER_FLOAT(
      "E2270", Severity.ERROR, null, "pointer value used where a floating-point was expected"),
  INT_TO_POINTER_CAST(
      "W2271",
      Severity.WARNING,
      "int-to-pointer-cast",
      "cast to pointer from integer of different size"),
  POINTER_TO_INT_CAST(
      "W2272",
      Severity.WARNING,
      "pointer-to-int-cast",
      "cast from pointer to integer of different size"),
  CAST_QUAL(
      "W2273",
      Severity.IGNORED,
      "cast-qual",
      "cast discards ‘%s’ qualifier from pointer target type"),
  CAST_QUAL_BETWEEN(
      "W2384",
      Severity.IGNORED,
      "cast-qual",
      "to be safe all intermediate pointers in cast from ‘%s’ to ‘%s’ must be ‘const’ qualified"),
  CAST_FUNCTION_TYPE(
      "W2274",
      Severity.IGNORED,
      "cast-function-type",
      "cast between incompatible function types from ‘%s’ to ‘%s’"),
  BAD_FUNCTION_CAST(
      "W2404",
      Severity.IGNORED,
      "bad-function-cast",
      "cast from function call of type ‘%s’ to non-matching type ‘%s’"),
  GENERIC_NO_MATCH(
      "E2275",
      Severity.ERROR,
      null,
      "‘_Generic’ selector of type ‘%s’ is not compatible with any association"),
  GENERIC_FUNCTION_TYPE("E2276", Severity.ERROR, null, "‘_Generic’ association has function type"),
  GENERIC_INCOMPLETE("E2277", Severity.ERROR, null, "‘_Generic’ association has incomplete type"),
  GENERIC_COMPATIBLE("E2278", Severity.ERROR, null, "‘_Generic’ specifies two compatible types"),
  COMPOUND_FUNCTION("E2279", Severity.ERROR, null, "compound literal has function type"),
  COMPOUND_VLA("E2280", Severity.ERROR, null, "compound literal has variable size"),
  COMPOUND_C90("W2281", Severity.IGNORED, "pedantic", "ISO C90 forbids compound literals"),
  DIVISION_BY_ZERO("W2282", Severity.WARNING, "div-by-zero", "division by zero"),
  SHIFT_COUNT_NEGATIVE(
      "W2283", Severity.WARNING, "shift-count-negative", "%s shift count is negative"),
  SHIFT_COUNT_OVERFLOW(
      "W2284", Severity.WARNING, "shift-count-overflow", "%s shift count >= width of type"),
  SHIFT_NEGATIVE_VALUE(
      "W2285", Severity.IGNORED, "shift-negative-value", "left shift of negative value"),
  PARENTHESES("W2286", Severity.IGNORED, "parentheses", "%s"),
  FLOAT_EQUAL(
      "W2287",
      Severity.IGNORED,
      "float-equal",
      "comparing floating-point with ‘==’ or ‘!=’ is unsafe"),
  STRING_COMPARE(
      "W2288",
      Severity.IGNORED,
      "address",
      "comparison with string literal results in unspecified behavior"),
  ENUM_COMPARE("W2289", Severity.IGNORED, "enum-compare", "comparison between ‘%s’ and ‘%s’"),
  BOOL_COMPARE(
      "W2290",
      Severity.IGNORED,
      "bool-compare",
      "comparison of constant ‘%s’ with boolean expression is always %s"),
  TAUTOLOGICAL_COMPARE(
      "W2291", Severity.IGNORED, "tautological-compare", "self-comparison always evaluates to %s"),
  LOGICAL_NOT_PARENTHESES(
      "W2292",
      Severity.IGNORED,
      "logical-not-parentheses",
      "logical not is only applied to the left hand side of comparison"),
  UNINITIALIZED("W2293", Severity.IGNORED, "uninitialized", "‘%s’ is used uninitialized"),
  MAYBE_UNINITIALIZED(
      "W2376", Severity.IGNORED, "maybe-uninitialized", "‘%s’ may be used uninitialized"),
  SEQUENCE_POINT("W2294", Severity.IGNORED, "sequence-point", "operation on ‘%s’ may be undefined"),
  SIGN_COMPARE(
      "W2295",
      Severity.IGNORED,
      "sign-compare",
      "comparison of integer expressions of different signedness: %s and %s"),
  SIGN_COMPARE_CONDITIONAL(
      "W2296",
      Severity.IGNORED,
      "sign-compare",
      "operand of ‘?:’ changes signedness from %s to %s due to unsignedness of " + "other operand"),
  ABSOLUTE_VALUE("W2405", Severity.IGNORED, "absolute-value", "%s"),
  TYPE_LIMITS("W2297", Severity.IGNORED, "type-limits", "%s"),
  LOGICAL_OP(
      "W2298", Severity.IGNORED, "logical-op", "logical ‘%s’ applied to non-boolean constant"),
  ADDRESS("W2299", Severity.IGNORED, "address", "%s"),
  BOOL_OPERATION("W2300", Severity.IGNORED, "bool-operation", "%s of a boolean expression"),
  BOOL_COMPLEMENT("W2301", Severity.IGNORED, "bool-operation", "‘~’ on a boolean expression"),

  // Initializers.

  INITIALIZER_NOT_CONSTANT("E2302", Severity.ERROR, null, "initializer element is not constant"),
  EXCESS_ELEMENTS("W2303", Severity.WARNING, null, "excess elements in %s initializer"),
  BRACES_AROUND_SCALAR("W2304", Severity.WARNING, null, "braces around scalar initializer"),
  MISSING_BRACES("W2305", Severity.IGNORED, "missing-braces", "missing braces around initializer"),
  MISSING_FIELD_INITIALIZERS(
      "W2306",
      Severity.IGNORED,
      "missing-field-initializers",
      "missing initializer for field ‘%s’ of %s"),
  OVERRIDE_INIT("W2307", Severity.IGNORED, "override-init", "initialized field overwritten"),
  OVERRIDE_INIT_SIDE_EFFECTS(
      "W2429",
      Severity.WARNING,
      "override-init-side-effects",
      "initialized field with side-effects overwritten"),
  FIELD_IN_NON_RECORD(
      "E2308", Severity.ERROR, null, "field name not in record or union initializer"),
  INDEX_IN_NON_ARRAY("E2309", Severity.ERROR, null, "array index in non-array initializer"),
  INDEX_NOT_CONSTANT("E2310", Severity.ERROR, null, "nonconstant array index in initializer"),
  INDEX_OUT_OF_BOUNDS(
      "E2311", Severity.ERROR, null, "array index in initializer exceeds array bounds"),
  RANGE_EMPTY("E2312", Severity.ERROR, null, "empty index range in initializer"),
  FLEXIBLE_INITIALIZED(
      "E2313", Severity.ERROR, null, "non-static initialization of a flexible array member"),
  STRING_ELEMENT(
      "E2314",
      Severity.ERROR,
      null,
      "cannot initialize array of ‘%s’ from a string literal with type array of ‘%s’"),
  STRING_TOO_LONG(
      "W2315", Severity.WARNING, null, "initializer-string for array of ‘%s’ is too long"),
  ARRAY_FROM_COMPOUND(
      "W2316", Severity.IGNORED, "pedantic", "initialization of array from compound literal"),

  // Statements.

  DUPLICATE_LABEL("E2317", Severity.ERROR, null, "duplicate label ‘%s’"),
  DUPLICATE_LABEL_DECLARATION("E2318", Severity.ERROR, null, "duplicate label declaration ‘%s’"),
  LABEL_UNDEFINED("E2319", Severity.ERROR, null, "label ‘%s’ used but not defined"),
  LABEL_DECLARED_UNDEFINED(
      "W2320", Severity.IGNORED, "unused-label", "label ‘%s’ declared but not defined"),
  LABEL_OUTSIDE_FUNCTION(
      "E2321", Severity.ERROR, null, "label ‘%s’ referenced outside of any function"),
  LABEL_ADDRESS(
      "W2322", Severity.IGNORED, "pedantic", "taking the address of a label is non-standard"),
  LOCAL_LABELS("W2323", Severity.IGNORED, "pedantic", "ISO C forbids label declarations"),
  COMPUTED_GOTO("W2324", Severity.IGNORED, "pedantic", "ISO C forbids ‘goto *expr;’"),
  COMPUTED_GOTO_TYPE("E2325", Severity.ERROR, null, "computed goto must be pointer type"),
  JUMP_INTO_VLA(
      "E2326", Severity.ERROR, null, "jump into scope of identifier with variably modified type"),
  SWITCH_NOT_INTEGER("E2327", Severity.ERROR, null, "switch quantity not an integer"),
  SWITCH_BOOL("W2328", Severity.WARNING, "switch-bool", "switch condition has boolean value"),
  SWITCH_INTO_VLA(
      "E2329",
      Severity.ERROR,
      null,
      "switch jumps into scope of identifier with variably modified type"),
  SWITCH_DEFAULT("W2330", Severity.IGNORED, "switch-default", "switch missing default case"),
  SWITCH_MISSING(
      "W2331", Severity.IGNORED, "switch", "enumeration value ‘%s’ not handled in switch"),
  SWITCH_ENUM(
      "W2332", Severity.IGNORED, "switch-enum", "enumeration value ‘%s’ not handled in switch"),
  SWITCH_NOT_ENUMERATED(
      "W2333", Severity.IGNORED, "switch", "case value ‘%s’ not in enumerated type ‘%s’"),
  POINTER_CASE("E2334", Severity.ERROR, null, "pointers are not permitted as case values"),
  CASE_NOT_CONSTANT(
      "E2335", Severity.ERROR, null, "case label does not reduce to an integer constant"),
  CASE_RANGE_EMPTY("W2336", Severity.WARNING, null, "empty range specified"),
  CASE_BELOW_MINIMUM(
      "W2337",
      Severity.WARNING,
      "switch-outside-range",
      "case label value is less than minimum value for type"),
  CASE_ABOVE_MAXIMUM(
      "W2338",
      Severity.WARNING,
      "switch-outside-range",
      "case label value exceeds maximum value for type"),
  CASE_OUTSIDE_SWITCH("E2339", Severity.ERROR, null, "case label not within a switch statement"),
  DEFAULT_OUTSIDE_SWITCH(
      "E2340", Severity.ERROR, null, "‘default’ label not within a switch statement"),
  MULTIPLE_DEFAULTS("E2341", Severity.ERROR, null, "multiple default labels in one switch"),
  DUPLICATE_CASE("E2342", Severity.ERROR, null, "duplicate case value"),
  OVERLAPPING_CASE("E2343", Severity.ERROR, null, "duplicate (or overlapping) case value"),
  BREAK_OUTSIDE("E2344", Severity.ERROR, null, "break statement not within loop or switch"),
  CONTINUE_OUTSIDE("E2345", Severity.ERROR, null, "continue statement not within a loop"),
  EMPTY_BODY("W2346", Severity.IGNORED, "empty-body", "suggest braces around empty body in %s"),
  DANGLING_ELSE(
      "W2347",
      Severity.IGNORED,
      "dangling-else",
      "suggest explicit braces to avoid ambiguous ‘else’"),
  IMPLICIT_FALLTHROUGH(
      "W2348", Severity.IGNORED, "implicit-fallthrough", "this statement may fall through"),
  MISLEADING_INDENTATION(
      "W2349", Severity.IGNORED, "misleading-indentation", "this ‘%s’ clause does not guard..."),

  // Inline assembly.

  READ_ONLY_ASM("E2350", Severity.ERROR, null, "%s used as ‘asm’ output"),
  ASM_OUTPUT_LACKS_EQUALS("E2351", Severity.ERROR, null, "output operand constraint lacks ‘=’"),
  ASM_INPUT_CONSTRAINT("E2352", Severity.ERROR, null, "input operand constraint contains ‘%s’"),
  ASM_MATCHING(
      "E2353", Severity.ERROR, null, "matching constraint references invalid operand number"),
  ASM_NAME_UNTERMINATED("E2354", Severity.ERROR, null, "missing close brace for named operand"),
  ASM_NAME_UNKNOWN("E2355", Severity.ERROR, null, "undefined named operand ‘%s’"),
  ASM_NUMBER_MISSING(
      "E2357", Severity.ERROR, null, "invalid ‘asm’: operand number missing after %-letter"),
  ASM_BAD_CODE("E2358", Severity.ERROR, null, "invalid ‘asm’: invalid %-code"),
  ASM_NUMBER_RANGE("E2359", Severity.ERROR, null, "invalid ‘asm’: operand number out of range"),
  ASM_OPERAND_COUNT("E2356", Severity.ERROR, null, "more than 30 operands in ‘asm’"),

  // Sizes that are not those that were meant.

  SIZEOF_POINTER_MEMACCESS(
      "W2360",
      Severity.IGNORED,
      "sizeof-pointer-memaccess",
      "argument to ‘sizeof’ in ‘%s’ call is the same expression as the %s; did you mean to %s?"),
  SIZEOF_POINTER_DIV(
      "W2361",
      Severity.IGNORED,
      "sizeof-pointer-div",
      "division ‘sizeof (%s) / sizeof (%s)’ does not compute the number of array elements"),
  SIZEOF_ARRAY_DIV(
      "W2375",
      Severity.IGNORED,
      "sizeof-array-div",
      "expression does not compute the number of elements in this array; element type is ‘%s’,"
          + " not ‘%s’"),
  MEMSET_TRANSPOSED(
      "W2362",
      Severity.IGNORED,
      "memset-transposed-args",
      "‘memset’ used with constant zero length parameter; this could be due to transposed"
          + " parameters"),

  // Objects that calls reach beyond.

  STRINGOP_OVERFLOW(
      "W2364",
      Severity.WARNING,
      "stringop-overflow",
      "‘%s’ writing %s into a region of size %s overflows the destination"),
  STRINGOP_BOUND(
      "W2365",
      Severity.WARNING,
      "stringop-overflow",
      "‘%s’ specified bound %s exceeds destination size of %s"),
  STRINGOP_OVERREAD(
      "W2366", Severity.WARNING, "stringop-overread", "‘%s’ reading %s from a region of size %s"),
  ARRAY_ACCESS(
      "W2412", Severity.WARNING, "stringop-overflow", "‘%s’ accessing %s in a region of size %s"),
  ARRAY_NULL(
      "W2413", Severity.IGNORED, "nonnull", "argument %s to ‘%s’ is null where non-null expected"),
  ARRAY_BOUND(
      "W2414",
      Severity.IGNORED,
      "array-parameter",
      "argument %s of type ‘%s’ with mismatched bound"),
  ARRAY_POINTER(
      "W2415",
      Severity.IGNORED,
      "array-parameter",
      "argument %s of type ‘%s’ declared as a pointer"),
  TRUNCATION_SAME(
      "W2416",
      Severity.IGNORED,
      "stringop-truncation",
      "‘%s’ output truncated before terminating nul copying %s from a string of the same length"),
  TRUNCATION(
      "W2417",
      Severity.IGNORED,
      "stringop-truncation",
      "‘%s’ output truncated copying %s from a string of length %s"),
  TRUNCATION_BOUND(
      "W2418",
      Severity.IGNORED,
      "stringop-truncation",
      "‘%s’ specified bound %s equals destination size"),
  TRUNCATION_LENGTH(
      "W2419",
      Severity.IGNORED,
      "stringop-truncation",
      "‘%s’ output truncated before terminating nul copying as many bytes from a string as its"
          + " length"),
  STRINGOP_COUNT("W2420", Severity.WARNING, "stringop-overflow", "‘%s’ specified bound %s"),
  FREE_UNALLOCATED(
      "W2367", Severity.WARNING, "free-nonheap-object", "‘%s’ called on unallocated object ‘%s’"),
  FREE_OFFSET(
      "W2368",
      Severity.WARNING,
      "free-nonheap-object",
      "‘%s’ called on pointer ‘%s’ with nonzero offset %s"),
  MISMATCHED_DEALLOC(
      "W2406",
      Severity.WARNING,
      "mismatched-dealloc",
      "‘%s’ called on pointer returned from a mismatched allocation function"),
  USE_AFTER_FREE("W2407", Severity.IGNORED, "use-after-free", "pointer ‘%s’ used after ‘%s’"),
  MAYBE_USE_AFTER_FREE(
      "W2408", Severity.IGNORED, "use-after-free", "pointer ‘%s’ may be used after ‘%s’"),
  DANGLING("W2409", Severity.IGNORED, "dangling-pointer", "using dangling pointer ‘%s’ to ‘%s’"),
  INFINITE_RECURSION(
      "W2411", Severity.IGNORED, "infinite-recursion", "infinite recursion detected"),
  DANGLING_STORE(
      "W2410",
      Severity.IGNORED,
      "dangling-pointer",
      "storing the address of local variable ‘%s’ in ‘%s’"),
  RESTRICT_SAME(
      "W2369", Severity.IGNORED, "restrict", "‘%s’ source argument is the same as destination"),
  RESTRICT_OUTPUT(
      "W2371", Severity.IGNORED, "restrict", "‘%s’ argument %s overlaps destination object ‘%s’"),
  FORMAT_OVERFLOW(
      "W2372",
      Severity.IGNORED,
      "format-overflow",
      "‘%s’ directive writing %s into a region of size %s"),
  FORMAT_OVERFLOW_NUL(
      "W2373",
      Severity.IGNORED,
      "format-overflow",
      "‘%s’ writing a terminating nul past the end of the destination"),
  FORMAT_TRUNCATION(
      "W2374",
      Severity.IGNORED,
      "format-truncation",
      "‘%s’ directive output truncated writing %s into a region of size %s");

  private final String code;
  private final Severity severity;
  private final @Nullable String flag;
  private final String format;

  CheckDiagnostic(String code, Severity severity, @Nullable String flag, String format) {
    this.code = code;
    this.severity = severity;
    this.flag = flag;
    this.format = format;
  }

  /** Besides what options control: what the standard asks a diagnostic for. */
  private static final Set<CheckDiagnostic> PEDANTIC =
      EnumSet.of(
          EMPTY_DECLARATION,
          USELESS_TYPE_NAME,
          UNNAMED_RECORD,
          VARIABLE_INLINE,
          PARAMETER_SPECIFIER,
          NAMES_WITHOUT_TYPES,
          DECLARES_NOTHING,
          ENUM_LARGE,
          DEFINITION_AUTO,
          CONFLICTING_IMPLICIT_VOID,
          USED_NEVER_DEFINED,
          COMPARE_DISTINCT_POINTERS,
          COMPARE_POINTER_INTEGER,
          CONDITIONAL_POINTER_INTEGER,
          CONDITIONAL_POINTER_MISMATCH,
          EXCESS_ELEMENTS,
          STRING_TOO_LONG);

  @Override
  public boolean isPedantic() {
    return PEDANTIC.contains(this) || DiagnosticKind.super.isPedantic();
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public @Nullable String flag() {
    return flag;
  }

  @Override
  public String format() {
    return format;
  }
}
