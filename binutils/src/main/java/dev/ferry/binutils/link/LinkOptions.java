package dev.ferry.binutils.link;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ld}'s options say, each field under its option's name. Plain fields: an option parser
 * or an embedding program fills them, the linker only reads them.
 */
public final class LinkOptions {
  /** What is made. */
  public enum Output {
    /** An executable at fixed addresses. */
    EXECUTABLE,
    /** {@code -pie}. */
    PIE,
    /** {@code -shared}. */
    SHARED,
    /** {@code -r}. */
    RELOCATABLE
  }

  /** Which undefined symbols are errors. */
  public enum Unresolved {
    REPORT_ALL,
    IGNORE_IN_SHARED_LIBS,
    IGNORE_IN_OBJECT_FILES,
    IGNORE_ALL,
    WARN
  }

  /** {@code -x}, {@code -X}, {@code --discard-none}, {@code -s}, {@code -S}. */
  public enum Locals {
    KEEP_ALL,
    /** Drop the assembler's {@code .L} labels. */
    DISCARD_TEMPORARY,
    DISCARD_ALL
  }

  public Path directory = Path.of("");
  public Output output = Output.EXECUTABLE;
  public String outputName = "a.out";
  public @Nullable String program = "ld";
  public boolean is64 = true;
  public @Nullable String entry;
  public final List<String> libraryPath = new ArrayList<>();
  public @Nullable String sysroot;
  public @Nullable String script;
  public final List<String> versionScripts = new ArrayList<>();
  public final List<String> dynamicLists = new ArrayList<>();
  public boolean noDefaultLibraryPath;

  public boolean relax = true;
  public boolean gcSections;
  public boolean printGcSections;
  public boolean keepExported;
  public boolean allowMultipleDefinition;
  public boolean warnCommon;
  public boolean noinhibitExec;
  public boolean fatalWarnings;
  public Unresolved unresolved = Unresolved.REPORT_ALL;
  public boolean noUndefined;
  public boolean allowShlibUndefined;
  public final Set<String> wrap = new LinkedHashSet<>();
  public final List<String> undefined = new ArrayList<>();
  public final List<String> requireDefined = new ArrayList<>();
  public final List<String> trace = new ArrayList<>();

  public boolean staticLink;
  public boolean noDynamicLinker;
  public @Nullable String dynamicLinker;
  public @Nullable String soname;
  public final List<String> rpath = new ArrayList<>();
  public final List<String> rpathLink = new ArrayList<>();
  public boolean newDtags = true;
  public boolean exportDynamic;
  public final List<String> exportDynamicSymbols = new ArrayList<>();

  /** Archives whose symbols are not exported: their file names, or {@code ALL}. */
  public final Set<String> excludedLibraries = new LinkedHashSet<>();

  public boolean symbolic;
  public boolean symbolicFunctions;
  public boolean gnuHash = true;
  public boolean sysvHash = true;
  public boolean ehFrameHdr;
  public boolean relro = true;
  public boolean now;
  public boolean execStack;
  public @Nullable Boolean execStackForced;
  public boolean zDefs;
  public boolean zText;
  public boolean zNodelete;
  public boolean zInitfirst;
  public boolean zNodlopen;
  public boolean zOrigin;
  public boolean zInterpose;
  public boolean zNodefaultlib;
  public boolean zNocopyreloc;
  public long zStackSize;
  public @Nullable Boolean separateCode;
  public long maxPageSize = 0x1000;
  public long commonPageSize = 0x1000;
  public String defaultSymver = "";

  public boolean omagic;
  public boolean nmagic;
  public final Map<String, Long> sectionStart = new LinkedHashMap<>();
  public @Nullable Long textSegment;
  public @Nullable Long rodataSegment;
  public @Nullable Long ldataSegment;
  public @Nullable Long imageBase;

  public boolean stripAll;
  public boolean stripDebug;
  public Locals locals = Locals.DISCARD_TEMPORARY;
  public boolean map;
  public boolean crossReference;
  public boolean sortCommon;
  public boolean discardCommonDefinition;
  public boolean checkSections = true;
  public @Nullable String buildId;

  /** JSON for {@code .note.package}; empty for none. */
  public String packageMetadata = "";

  public boolean mergeStrings = true;
}
