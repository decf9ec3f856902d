package dev.ferry.c.check;

import dev.ferry.c.types.CType;
import dev.ferry.c.types.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The library functions that gcc knows as builtins: {@code __builtin_NAME} calls NAME, and NAME
 * itself has this type where it is used undeclared. One line a header; each entry is a name and a
 * signature, the result first: v void, b _Bool, c char, i int, u unsigned, l long, k unsigned long,
 * L long long, K unsigned long long, z size_t, t ptrdiff_t or ssize_t, m intmax_t, M uintmax_t, f
 * float, d double, e long double, F D E the same complex, p void*, q const void*, s char*, S const
 * char*, V va_list, W wint_t, w wchar_t*, x const wchar_t*, I int*, P (pointer of that type: Pf Pd
 * Pe Ps), a dot: variable arguments.
 */
final class BuiltinTable {
  /** One function: its type and the header that declares it. */
  record Library(String header, String signature) {}

  private static final String TABLE =
      """
      stdio.h printf:iS. fprintf:ipS. sprintf:isS. snprintf:iszS. vprintf:iSV vfprintf:ipSV \
      vsprintf:isSV vsnprintf:iszSV scanf:iS. fscanf:ipS. sscanf:iSS. vscanf:iSV vfscanf:ipSV \
      vsscanf:iSSV puts:iS fputs:iSp putchar:ii fputc:iip putc:iip fwrite:zqzzp \
      printf_unlocked:iS. fprintf_unlocked:ipS. puts_unlocked:iS fputs_unlocked:iSp \
      putchar_unlocked:ii fputc_unlocked:iip putc_unlocked:iip fwrite_unlocked:zqzzp
      stdlib.h malloc:pz calloc:pzz realloc:ppz free:vp abort:v exit:vi _Exit:vi abs:ii labs:ll \
      llabs:LL aligned_alloc:pzz posix_memalign:iPpzz
      unistd.h execl:iSS. execlp:iSS. execle:iSS. execv:iSPs execvp:iSPs execve:iSPsPs fork:i \
      _exit:vi
      string.h memcpy:ppqz memmove:ppqz memset:ppiz memcmp:iqqz memchr:pqiz mempcpy:ppqz \
      strcpy:ssS strncpy:ssSz strcat:ssS strncat:ssSz strcmp:iSS strncmp:iSSz strchr:sSi \
      strrchr:sSi strspn:zSS strcspn:zSS strpbrk:sSS strstr:sSS strlen:zS strnlen:zSz strdup:sS \
      strndup:sSz stpcpy:ssS stpncpy:ssSz
      strings.h bcmp:iqqz bcopy:vqpz bzero:vpz index:sSi rindex:sSi strcasecmp:iSS \
      strncasecmp:iSSz ffs:ii ffsl:il ffsll:iL
      ctype.h isalnum:ii isalpha:ii isblank:ii iscntrl:ii isdigit:ii isgraph:ii islower:ii \
      isprint:ii ispunct:ii isspace:ii isupper:ii isxdigit:ii tolower:ii toupper:ii isascii:ii \
      toascii:ii
      wctype.h iswalnum:iW iswalpha:iW iswblank:iW iswcntrl:iW iswdigit:iW iswgraph:iW \
      iswlower:iW iswprint:iW iswpunct:iW iswspace:iW iswupper:iW iswxdigit:iW towlower:WW \
      towupper:WW
      inttypes.h imaxabs:mm
      libintl.h gettext:sS dgettext:sSS dcgettext:sSSi
      monetary.h strfmon:tszS.
      time.h strftime:zszSq
      math.h @1 acos acosh asin asinh atan atanh cbrt ceil cos cosh erf erfc exp exp10 exp2 expm1 \
      fabs floor gamma j0 j1 lgamma log log10 log1p log2 logb nearbyint pow10 rint round \
      roundeven significand sin sinh sqrt tan tanh tgamma trunc y0 y1 \
      @2 atan2 copysign drem fdim fmax fmin fmod hypot nextafter pow remainder scalb \
      @3 fma \
      ldexp:ddi ldexpf:ffi ldexpl:eei frexp:ddI frexpf:ffI frexpl:eeI modf:ddPd modff:ffPf \
      modfl:eePe ilogb:id ilogbf:if ilogbl:ie scalbn:ddi scalbnf:ffi scalbnl:eei scalbln:ddl \
      scalblnf:ffl scalblnl:eel lrint:ld lrintf:lf lrintl:le llrint:Ld llrintf:Lf llrintl:Le \
      lround:ld lroundf:lf lroundl:le llround:Ld llroundf:Lf llroundl:Le nan:dS nanf:fS nanl:eS \
      nexttoward:dde nexttowardf:ffe nexttowardl:eee remquo:dddI remquof:fffI remquol:eeeI \
      jn:did jnf:fif jnl:eie yn:did ynf:fif ynl:eie sincos:vdPdPd sincosf:vfPfPf sincosl:vePePe \
      gamma_r:ddI gammaf_r:ffI gammal_r:eeI lgamma_r:ddI lgammaf_r:ffI lgammal_r:eeI \
      finite:id finitef:if finitel:ie isnan:id isnanf:if isnanl:ie isinf:id isinff:if isinfl:ie \
      signbit:id signbitf:if signbitl:ie
      complex.h @c cacos cacosh casin casinh catan catanh ccos ccosh cexp clog clog10 conj cproj \
      csin csinh csqrt ctan ctanh @r cabs carg cimag creal cpow:DDD cpowf:FFF cpowl:EEE
      fenv.h feclearexcept:ii fegetenv:ip fegetexceptflag:ipi fegetround:i feholdexcept:ip \
      feraiseexcept:ii fesetenv:iq fesetexceptflag:iqi fesetround:ii fetestexcept:ii feupdateenv:iq
      . __memcpy_chk:ppqzz __memmove_chk:ppqzz __memset_chk:ppizz __mempcpy_chk:ppqzz \
      __strcpy_chk:ssSz __strncpy_chk:ssSzz __strcat_chk:ssSz __strncat_chk:ssSzz \
      __stpcpy_chk:ssSz __stpncpy_chk:ssSzz __sprintf_chk:sizS. __snprintf_chk:iszizS. \
      __vsprintf_chk:isizSV __vsnprintf_chk:iszizSV __printf_chk:iiS. __fprintf_chk:ipiS. \
      __vprintf_chk:iiSV __vfprintf_chk:ipiSV
      """;

  private static final Map<String, Library> LIBRARY = parse();

  private BuiltinTable() {}

  static @Nullable Library find(String name) {
    return LIBRARY.get(name);
  }

  private static Map<String, Library> parse() {
    Map<String, Library> map = new HashMap<>(1024);
    for (String line : TABLE.split("\n")) {
      String[] words = line.trim().split(" +");
      String header = words[0].equals(".") ? "" : words[0];
      char group = 0;
      for (int i = 1; i < words.length; i++) {
        String word = words[i];
        int colon = word.indexOf(':');
        if (word.charAt(0) == '@') {
          group = word.charAt(1);
        } else if (colon > 0) {
          map.put(word.substring(0, colon), new Library(header, word.substring(colon + 1)));
        } else {
          family(map, header, word, group);
        }
      }
    }
    map.put("__sprintf_chk", new Library("", "isizS."));
    return map;
  }

  /** The float, double and long double members of a family of mathematical functions. */
  private static void family(Map<String, Library> map, String header, String name, char group) {
    String real = "fde";
    String complex = "FDE";
    String[] suffixes = {"f", "", "l"};
    for (int i = 0; i < 3; i++) {
      String r = real.substring(i, i + 1);
      String c = complex.substring(i, i + 1);
      String signature =
          switch (group) {
            case '1' -> r + r;
            case '2' -> r + r + r;
            case '3' -> r + r + r + r;
            case 'c' -> c + c;
            default -> r + c;
          };
      map.put(name + suffixes[i], new Library(header, signature));
    }
  }

  /** The function type that a signature spells. */
  static CType.Function type(Types types, String signature) {
    int[] at = {0};
    CType result = next(types, signature, at);
    List<CType> params = new ArrayList<>();
    boolean variadic = false;
    while (at[0] < signature.length()) {
      if (signature.charAt(at[0]) == '.') {
        variadic = true;
        at[0]++;
      } else {
        params.add(next(types, signature, at));
      }
    }
    return types.function(result, List.copyOf(params), variadic, true);
  }

  private static CType next(Types types, String signature, int[] at) {
    char code = signature.charAt(at[0]++);
    return switch (code) {
      case 'v' -> types.voidType;
      case 'b' -> types.bool;
      case 'c' -> types.charType;
      case 'i' -> types.intType;
      case 'u' -> types.unsignedInt;
      case 'l' -> types.longType;
      case 'k' -> types.unsignedLong;
      case 'L' -> types.longLong;
      case 'K' -> types.unsignedLongLong;
      case 'z' -> types.sizeType;
      case 't' -> types.ptrdiffType;
      case 'm' -> types.model().xlen() == 64 ? types.longType : types.longLong;
      case 'M' -> types.model().xlen() == 64 ? types.unsignedLong : types.unsignedLongLong;
      case 'h' -> types.unsignedShort;
      case 'f' -> types.floatType;
      case 'd' -> types.doubleType;
      case 'e' -> types.longDouble;
      case 'F' -> types.complex(types.floatType);
      case 'D' -> types.complex(types.doubleType);
      case 'E' -> types.complex(types.longDouble);
      case 'p' -> types.voidPointer;
      case 'q' -> types.constVoidPointer;
      case 's' -> types.charPointer;
      case 'S' -> types.constCharPointer;
      case 'V' -> types.vaList;
      case 'W' -> types.unsignedInt;
      case 'w' -> types.pointer(types.wcharType);
      case 'x' -> types.pointer(types.qualify(types.wcharType, CType.CONST));
      case 'I' -> types.pointer(types.intType);
      case 'P' -> types.pointer(next(types, signature, at));
      case 'Q' -> types.floating(CType.FloatKind.FLOAT128);
      case '2' -> types.floating(CType.FloatKind.FLOAT32);
      case '3' -> types.floating(CType.FloatKind.FLOAT32X);
      case '4' -> types.floating(CType.FloatKind.FLOAT64);
      case '5' -> types.floating(CType.FloatKind.FLOAT64X);
      case 'g' -> types.unsignedInt128;
      default -> throw new IllegalStateException("signature " + signature);
    };
  }
}
