package dev.ferry.c.typed;

import dev.ferry.c.types.DataModel;
import java.util.List;

/**
 * A checked translation unit.
 *
 * @param variables every object with a symbol that is defined here (block-scope statics and static
 *     compound literals too), in order
 * @param functions every function defined here, in order, nested ones excepted
 * @param declared symbols that are only declared but carry attributes (weak, alias, visibility)
 * @param assembly file-scope asm
 */
public record TypedUnit(
    DataModel model,
    List<Variable> variables,
    List<FunctionDefinition> functions,
    List<Variable> declaredVariables,
    List<FunctionSymbol> declaredFunctions,
    List<String> assembly) {}
