package dev.ferry.binutils.asm;

import dev.ferry.isa.IsaString;
import java.nio.file.Path;
import java.util.List;

/**
 * What the command line of the assembler chooses.
 *
 * @param isa the instruction set of {@code -march}
 * @param abi the calling convention of {@code -mabi}, such as {@code lp64d}
 * @param relax whether the linker may relax ({@code -mrelax})
 * @param resolveBranches whether branches within a section need no relocation when {@code relax} is
 *     off ({@code -mresolve-branches}); GNU as keeps them
 * @param pic whether {@code la} goes through the global offset table ({@code -fpic})
 * @param archAttribute whether the ISA is written to {@code .riscv.attributes}
 * @param mappingSymbols whether {@code $x} and {@code $d} symbols mark code and data
 * @param includePath folders that {@code .include} and {@code .incbin} search
 * @param dwarfVersion version of a generated line table, 0 to choose by what the source uses
 * @param symbolAssignments {@code --defsym} definitions as {@code name=value}
 */
public record AssemblerOptions(
    IsaString isa,
    String abi,
    boolean relax,
    boolean resolveBranches,
    boolean pic,
    boolean archAttribute,
    boolean mappingSymbols,
    List<Path> includePath,
    int dwarfVersion,
    List<String> symbolAssignments) {

  /** The options of a plain {@code as} for this ISA string, with the ABI that fits it. */
  public static AssemblerOptions forIsa(String march) {
    IsaString isa = IsaString.parse(march);
    return new AssemblerOptions(
        isa, isa.defaultAbi(), true, false, false, true, true, List.of(), 0, List.of());
  }

  public AssemblerOptions withPic(boolean value) {
    return new AssemblerOptions(
        isa,
        abi,
        relax,
        resolveBranches,
        value,
        archAttribute,
        mappingSymbols,
        includePath,
        dwarfVersion,
        symbolAssignments);
  }

  public AssemblerOptions withAbi(String value) {
    return new AssemblerOptions(
        isa,
        value,
        relax,
        resolveBranches,
        pic,
        archAttribute,
        mappingSymbols,
        includePath,
        dwarfVersion,
        symbolAssignments);
  }

  public AssemblerOptions withRelax(boolean value) {
    return new AssemblerOptions(
        isa,
        abi,
        value,
        resolveBranches,
        pic,
        archAttribute,
        mappingSymbols,
        includePath,
        dwarfVersion,
        symbolAssignments);
  }

  public AssemblerOptions withResolveBranches(boolean value) {
    return new AssemblerOptions(
        isa,
        abi,
        relax,
        value,
        pic,
        archAttribute,
        mappingSymbols,
        includePath,
        dwarfVersion,
        symbolAssignments);
  }

  /** No {@code .riscv.attributes} section of its own ({@code -mno-arch-attr}). */
  public AssemblerOptions withoutArchAttribute() {
    return new AssemblerOptions(
        isa,
        abi,
        relax,
        resolveBranches,
        pic,
        false,
        mappingSymbols,
        includePath,
        dwarfVersion,
        symbolAssignments);
  }

  public AssemblerOptions withIncludePath(List<Path> value) {
    return new AssemblerOptions(
        isa,
        abi,
        relax,
        resolveBranches,
        pic,
        archAttribute,
        mappingSymbols,
        List.copyOf(value),
        dwarfVersion,
        symbolAssignments);
  }

  public AssemblerOptions withDwarfVersion(int value) {
    return new AssemblerOptions(
        isa,
        abi,
        relax,
        resolveBranches,
        pic,
        archAttribute,
        mappingSymbols,
        includePath,
        value,
        symbolAssignments);
  }

  public AssemblerOptions withSymbolAssignments(List<String> value) {
    return new AssemblerOptions(
        isa,
        abi,
        relax,
        resolveBranches,
        pic,
        archAttribute,
        mappingSymbols,
        includePath,
        dwarfVersion,
        List.copyOf(value));
  }
}
