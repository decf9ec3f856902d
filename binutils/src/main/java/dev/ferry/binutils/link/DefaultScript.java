package dev.ferry.binutils.link;

import java.util.List;

/**
 * The layout used without {@code -T}, in the linker script language itself: the section order, the
 * symbols and the page arrangement that RISC-V programs and C libraries expect from a linker.
 */
final class DefaultScript {
  private static final String RELOCATION_TABLES =
      """
      .interp : { *(.interp) }
      .note.gnu.build-id : { *(.note.gnu.build-id) }
      .hash : { *(.hash) }
      .gnu.hash : { *(.gnu.hash) }
      .dynsym : { *(.dynsym) }
      .dynstr : { *(.dynstr) }
      .gnu.version : { *(.gnu.version) }
      .gnu.version_d : { *(.gnu.version_d) }
      .gnu.version_r : { *(.gnu.version_r) }
      .rela.dyn : { *(.rela.dyn) }
      """;

  private static final String CODE =
      """
      @CODE_START
      .init : { KEEP (*(SORT_NONE(.init))) }
      .plt : { *(.plt) *(.iplt) }
      .text : {
        *(.text.unlikely .text.*_unlikely .text.unlikely.*)
        *(.text.exit .text.exit.*)
        *(.text.startup .text.startup.*)
        *(.text.hot .text.hot.*)
        *(SORT(.text.sorted.*))
        *(.text .stub .text.* .gnu.linkonce.t.*)
      }
      .fini : { KEEP (*(SORT_NONE(.fini))) }
      PROVIDE (__etext = .);
      PROVIDE (_etext = .);
      PROVIDE (etext = .);
      @CODE_END
      .rodata : { *(.rodata .rodata.* .gnu.linkonce.r.*) }
      .rodata1 : { *(.rodata1) }
      .sdata2 : { *(.sdata2 .sdata2.* .gnu.linkonce.s2.*) }
      .eh_frame_hdr : { *(.eh_frame_hdr) }
      .eh_frame : ONLY_IF_RO { KEEP (*(.eh_frame)) *(.eh_frame.*) }
      .gcc_except_table : ONLY_IF_RO { *(.gcc_except_table .gcc_except_table.*) }
      """;

  private static final String DATA =
      """
      .eh_frame : ONLY_IF_RW { KEEP (*(.eh_frame)) *(.eh_frame.*) }
      .gcc_except_table : ONLY_IF_RW { *(.gcc_except_table .gcc_except_table.*) }
      .tdata : { @HIDDEN(__tdata_start) *(.tdata .tdata.* .gnu.linkonce.td.*) }
      .tbss : { *(.tbss .tbss.* .gnu.linkonce.tb.*) *(.tcommon) }
      .preinit_array : {
        @HIDDEN(__preinit_array_start)
        KEEP (*(.preinit_array))
        @HIDDEN(__preinit_array_end)
      }
      .init_array : {
        @HIDDEN(__init_array_start)
        KEEP (*(SORT_BY_INIT_PRIORITY(.init_array.*) SORT_BY_INIT_PRIORITY(.ctors.*)))
        KEEP (*(.init_array
            EXCLUDE_FILE (*crtbegin.o *crtbegin?.o *crtend.o *crtend?.o) .ctors))
        @HIDDEN(__init_array_end)
      }
      .fini_array : {
        @HIDDEN(__fini_array_start)
        KEEP (*(SORT_BY_INIT_PRIORITY(.fini_array.*) SORT_BY_INIT_PRIORITY(.dtors.*)))
        KEEP (*(.fini_array
            EXCLUDE_FILE (*crtbegin.o *crtbegin?.o *crtend.o *crtend?.o) .dtors))
        @HIDDEN(__fini_array_end)
      }
      .ctors : { KEEP (*crtbegin.o(.ctors)) KEEP (*crtbegin?.o(.ctors))
        KEEP (*(EXCLUDE_FILE (*crtend.o *crtend?.o) .ctors))
        KEEP (*(SORT(.ctors.*))) KEEP (*(.ctors)) }
      .dtors : { KEEP (*crtbegin.o(.dtors)) KEEP (*crtbegin?.o(.dtors))
        KEEP (*(EXCLUDE_FILE (*crtend.o *crtend?.o) .dtors))
        KEEP (*(SORT(.dtors.*))) KEEP (*(.dtors)) }
      .jcr : { KEEP (*(.jcr)) }
      .data.rel.ro : {
        *(.data.rel.ro.local* .gnu.linkonce.d.rel.ro.local.*)
        *(.data.rel.ro .data.rel.ro.* .gnu.linkonce.d.rel.ro.*)
      }
      .dynamic : { *(.dynamic) }
      @RELRO_END
      .data : { __DATA_BEGIN__ = .; *(.data .data.* .gnu.linkonce.d.*) }
      .data1 : { *(.data1) }
      .got : { *(.got.plt) *(.igot.plt) *(.got) *(.igot) }
      .sdata : {
        __SDATA_BEGIN__ = .;
        *(.srodata.cst16) *(.srodata.cst8) *(.srodata.cst4) *(.srodata.cst2)
        *(.srodata .srodata.*)
        *(.sdata .sdata.* .gnu.linkonce.s.*)
      }
      @DATA_END
      """;

  private static final String END =
      """
      .sbss : { *(.dynsbss) *(.sbss .sbss.* .gnu.linkonce.sb.*) *(.scommon)
        *(.sbss2 .sbss2.* .gnu.linkonce.sb2.*) }
      .bss : {
        *(.dynbss)
        *(.bss .bss.* .gnu.linkonce.b.*)
        *(COMMON)
        . = ALIGN(. != 0 ? @WORD : 1);
      }
      . = ALIGN(@WORD);
      . = SEGMENT_START("ldata-segment", .);
      . = ALIGN(@WORD);
      @IMAGE_END
      .stab 0 : { *(.stab) }
      .stabstr 0 : { *(.stabstr) }
      .comment 0 : { *(.comment) }
      .debug_aranges 0 : { *(.debug_aranges) }
      .debug_pubnames 0 : { *(.debug_pubnames) }
      .debug_info 0 : { *(.debug_info .gnu.linkonce.wi.*) }
      .debug_abbrev 0 : { *(.debug_abbrev) }
      .debug_line 0 : { *(.debug_line .debug_line.* .debug_line_end) }
      .debug_frame 0 : { *(.debug_frame) }
      .debug_str 0 : { *(.debug_str) }
      .debug_loc 0 : { *(.debug_loc) }
      .debug_macinfo 0 : { *(.debug_macinfo) }
      .debug_pubtypes 0 : { *(.debug_pubtypes) }
      .debug_ranges 0 : { *(.debug_ranges) }
      .debug_addr 0 : { *(.debug_addr) }
      .debug_line_str 0 : { *(.debug_line_str) }
      .debug_loclists 0 : { *(.debug_loclists) }
      .debug_macro 0 : { *(.debug_macro) }
      .debug_names 0 : { *(.debug_names) }
      .debug_rnglists 0 : { *(.debug_rnglists) }
      .debug_str_offsets 0 : { *(.debug_str_offsets) }
      /DISCARD/ : { *(.note.GNU-stack) *(.gnu_debuglink) *(.gnu.lto_*) }
      """;

  private DefaultScript() {}

  /** The script's text for one kind of output and class. */
  static String text(LinkOptions options, boolean is64) {
    boolean shared = options.output == LinkOptions.Output.SHARED;
    boolean fixed = options.output == LinkOptions.Output.EXECUTABLE;
    String base = "SEGMENT_START(\"text-segment\", " + (fixed ? "0x10000" : "0") + ")";
    StringBuilder out = new StringBuilder("ENTRY(_start)\nSECTIONS {\n");
    if (!shared) {
      out.append("PROVIDE (__executable_start = ").append(base).append(");\n");
    }
    out.append(". = ").append(base).append(" + SIZEOF_HEADERS;\n");
    out.append(RELOCATION_TABLES);
    out.append(".rela.plt : { *(.rela.plt)\n");
    out.append(fixed ? "PROVIDE_HIDDEN (__rela_iplt_start = .);\n" : "");
    out.append("*(.rela.iplt)\n");
    out.append(fixed ? "PROVIDE_HIDDEN (__rela_iplt_end = .);\n" : "");
    out.append("}\n").append(code(options));
    out.append(
        options.omagic
            ? ". = .;\n"
            : ". = DATA_SEGMENT_ALIGN (CONSTANT (MAXPAGESIZE), CONSTANT (COMMONPAGESIZE));\n");
    out.append(data(options, shared)).append("}\n");
    return out.toString().replace("@WORD", is64 ? "8" : "4");
  }

  /** With {@code -z separate-code} no page of code holds anything else. */
  private static String code(LinkOptions options) {
    boolean separate =
        Boolean.TRUE.equals(options.separateCode) && !options.omagic && !options.nmagic;
    String page = ". = ALIGN (CONSTANT (MAXPAGESIZE));";
    return CODE.replace("@CODE_START", separate ? page : "")
        .replace("@CODE_END", separate ? page : "");
  }

  private static String data(LinkOptions options, boolean shared) {
    String text = DATA + END;
    text = text.replace("@RELRO_END", options.omagic ? "" : ". = DATA_SEGMENT_RELRO_END (0, .);");
    if (shared) {
      text = text.replaceAll("@HIDDEN\\(\\w+\\)", "");
      text = text.replace("__DATA_BEGIN__ = .;", "").replace("__SDATA_BEGIN__ = .;", "");
      text =
          text.replace(
              "@DATA_END",
              "PROVIDE (_edata = .); PROVIDE (edata = .); . = .; PROVIDE (__bss_start = .);");
      return text.replace("@IMAGE_END", "PROVIDE (_end = .); PROVIDE (end = .);" + end(options));
    }
    text = text.replaceAll("@HIDDEN\\((\\w+)\\)", "PROVIDE_HIDDEN ($1 = .);");
    text = text.replace("@DATA_END", "_edata = .; PROVIDE (edata = .); . = .; __bss_start = .;");
    return text.replace(
        "@IMAGE_END",
        "__BSS_END__ = .;"
            + "__global_pointer$ = MIN(__SDATA_BEGIN__ + 0x800,"
            + " MAX(__DATA_BEGIN__ + 0x800, __BSS_END__ - 0x800));"
            + "_end = .; PROVIDE (end = .);"
            + end(options));
  }

  private static String end(LinkOptions options) {
    return options.omagic ? "" : ". = DATA_SEGMENT_END (.);";
  }

  /** Where libraries are sought after all {@code -L}. */
  static List<String> searchDirectories(boolean is64) {
    return is64
        ? List.of(
            "=/usr/local/lib/riscv64-linux-gnu",
            "=/lib/riscv64-linux-gnu",
            "=/usr/lib/riscv64-linux-gnu",
            "=/usr/riscv64-linux-gnu/lib")
        : List.of("=/usr/riscv32-linux-gnu/lib");
  }
}
