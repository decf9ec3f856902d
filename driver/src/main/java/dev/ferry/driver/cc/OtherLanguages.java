package dev.ferry.driver.cc;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Options of gcc's other languages. For C they mean nothing: gcc accepts them with a warning, by
 * which libtool and CMake tell them from C's own.
 */
final class OtherLanguages {
  private static final Pattern STANDARD = Pattern.compile("-std=(c|gnu)\\+\\+[0-9][0-9a-z]");

  /** {@code -f} and {@code -W} options of C++ and Objective-C++, without {@code no-} and value. */
  private static final Set<String> CPLUSPLUS =
      words(
          """
          Wabi-tag Waligned-new Wc++0x-compat Wc++11-compat Wc++11-extensions Wc++14-compat
          Wc++14-extensions Wc++17-compat Wc++17-extensions Wc++1z-compat Wc++20-compat
          Wc++20-extensions Wc++23-extensions Wc++2a-compat Wcatch-value Wclass-conversion
          Wclass-memaccess Wcomma-subscript Wconditionally-supported Wconversion-null
          Wctad-maybe-unsupported Wctor-dtor-privacy Wdelete-incomplete Wdelete-non-virtual-dtor
          Wdeprecated-copy Wdeprecated-copy-dtor Wdeprecated-enum-enum-conversion
          Wdeprecated-enum-float-conversion Weffc++ Wexceptions Wextra-semi Winaccessible-base
          Winherited-variadic-ctor Winit-list-lifetime Winterference-size Winvalid-imported-macros
          Winvalid-offsetof Wliteral-suffix Wmismatched-new-delete Wmismatched-tags
          Wmissing-requires Wmissing-template-keyword Wmultiple-inheritance Wnamespaces Wnoexcept
          Wnoexcept-type Wnon-template-friend Wnon-virtual-dtor Wold-style-cast
          Woverloaded-virtual Wpessimizing-move Wplacement-new Wpmf-conversions
          Wrange-loop-construct Wredundant-move Wredundant-tags Wregister Wreorder Wsign-promo
          Wsized-deallocation Wstrict-null-sentinel Wsubobject-linkage Wsuggest-override Wsynth
          Wtemplates Wterminate Wuseless-cast Wvexing-parse Wvirtual-inheritance
          Wvirtual-move-assign Wvolatile Wzero-as-null-pointer-constant fabi-compat-version
          faccess-control faligned-new fall-virtual falt-external-templates fchar8_t fconcepts
          fconcepts-diagnostics-depth fconcepts-ts fconserve-space fconstexpr-cache-depth
          fconstexpr-depth fconstexpr-fp-except fconstexpr-loop-limit fconstexpr-ops-limit
          fcoroutines fdeclone-ctor-dtor fdeduce-init-list fdefault-inline
          fdiagnostics-show-template-tree felide-constructors felide-type fenforce-eh-specs
          fenum-int-equiv fext-numeric-literals fextern-tls-init fexternal-templates
          ffold-simple-inlines ffor-scope ffriend-injection fgnu-keywords fguiding-decls
          fhandle-exceptions fhonor-std fhuge-objects fimplement-inlines fimplicit-constexpr
          fimplicit-inline-templates fimplicit-templates flabels-ok flang-info-include-translate
          flang-info-include-translate-not flang-info-module-cmi fmodule-header
          fmodule-implicit-inline fmodule-lazy fmodule-mapper fmodule-only fmodule-version-ignore
          fmodules-ts fnew-abi fnew-inheriting-ctors fnew-ttp-matching fnonansi-builtins
          fnonnull-objects fnothrow-opt foperator-names foptional-diags fpermissive
          fpretty-templates frepo frtti fsized-deallocation fsquangle fstats fstrict-enums
          fstrict-prototype fstrong-eval-order ftemplate-backtrace-limit ftemplate-depth
          fthis-is-variable fthreadsafe-statics fuse-cxa-atexit fuse-cxa-get-exception-ptr
          fvisibility-inlines-hidden fvisibility-ms-compat fvtable-gc fvtable-thunks fweak fxref
          """);

  private static final Set<String> OBJECTIVE_C =
      words(
          """
          Wassign-intercept Wobjc-root-class Wproperty-assign-default Wprotocol Wselector
          Wshadow-ivar Wstrict-selector-match Wundeclared-selector fconstant-string-class
          fgnu-runtime fivar-visibility flocal-ivars fnext-runtime fnil-receivers
          fobjc-abi-version fobjc-call-cxx-cdtors fobjc-direct-dispatch fobjc-exceptions fobjc-gc
          fobjc-nilcheck fobjc-sjlj-exceptions fobjc-std=objc1 freplace-objc-classes fzero-link
          """);

  private OtherLanguages() {}

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  /** The languages that a whole option such as {@code -fno-rtti} is for; null if it is not here. */
  static @Nullable String of(String argument) {
    if (argument.equals("-nostdinc++") || STANDARD.matcher(argument).matches()) {
      return "C++/ObjC++";
    }
    if (argument.length() < 3) {
      return null;
    }
    int equals = argument.indexOf('=');
    String name = argument.substring(1, equals < 0 ? argument.length() : equals);
    String plain = name.startsWith("no-", 1) ? name.charAt(0) + name.substring(4) : name;
    return CPLUSPLUS.contains(plain)
        ? "C++/ObjC++"
        : OBJECTIVE_C.contains(plain) ? "ObjC/ObjC++" : null;
  }
}
