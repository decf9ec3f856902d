package dev.ferry.c.typed;

import java.util.List;

/**
 * @param parameters in order; an unnamed one has an empty name
 * @param loc the name; {@code end}: the closing brace
 */
public record FunctionDefinition(
    FunctionSymbol symbol, List<Variable> parameters, Statement.Block body, int loc, int end) {}
