package io.perilune.template.jinja.syntax;

import io.perilune.template.jinja.syntax.Expression.CallArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The parts of nodes, for walks over a tree that look at all of it. */
final class TreeWalk {
  private TreeWalk() {}

  /** The expressions directly inside an expression. */
  static List<Expression> parts(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> List.of();
      case Expression.Name name -> List.of();
      case Expression.ListLiteral list -> list.elements();
      case Expression.TupleLiteral tuple -> tuple.elements();
      case Expression.DictLiteral dict -> {
        List<Expression> parts = new ArrayList<>();
        dict.entries().forEach(entry -> parts.addAll(List.of(entry.key(), entry.value())));
        yield parts;
      }
      case Expression.Unary unary -> List.of(unary.operand());
      case Expression.Binary binary -> List.of(binary.left(), binary.right());
      case Expression.Concatenation concatenation -> concatenation.parts();
      case Expression.Comparing comparing -> {
        List<Expression> parts = new ArrayList<>();
        parts.add(comparing.first());
        comparing.operands().forEach(operand -> parts.add(operand.value()));
        yield parts;
      }
      case Expression.Logical logical -> List.of(logical.left(), logical.right());
      case Expression.Conditional conditional ->
          present(conditional.test(), conditional.then(), conditional.otherwise());
      case Expression.Attribute attribute -> List.of(attribute.owner());
      case Expression.Item item -> List.of(item.owner(), item.key());
      case Expression.Slice slice -> present(slice.start(), slice.stop(), slice.step());
      case Expression.Filtered filtered -> call(filtered.input(), filtered.arguments());
      case Expression.Tested tested -> call(tested.input(), tested.arguments());
      case Expression.Call call -> call(call.function(), call.arguments());
    };
  }

  /** The expressions directly inside a statement, without those of the statements in its body. */
  static List<Expression> expressions(Statement statement) {
    return switch (statement) {
      case Statement.Print print -> List.of(print.value());
      case Statement.If branch -> List.of(branch.test());
      case Statement.For loop -> present(loop.iterable(), loop.condition());
      case Statement.Set set -> List.of(set.value());
      case Statement.SetBlock set -> present(set.filter());
      case Statement.Macro macro -> fallbacks(macro.procedure());
      case Statement.CallBlock block -> {
        List<Expression> parts = new ArrayList<>(fallbacks(block.caller()));
        parts.add(block.call());
        yield parts;
      }
      case Statement.FilterBlock block -> List.of(block.filter());
      case Statement.With with -> with.bindings().stream().map(Statement.Binding::value).toList();
      case Statement.Autoescape block -> List.of(block.enabled());
      case Statement.Literal literal -> List.of();
      case Statement.Break leave -> List.of();
      case Statement.Continue next -> List.of();
      case Statement.Block block -> List.of();
      case Statement.Generation generation -> List.of();
      case Statement.Load load -> List.of();
    };
  }

  /** The statements directly inside a statement. */
  static List<List<Statement>> bodies(Statement statement) {
    return switch (statement) {
      case Statement.If branch -> List.of(branch.then(), branch.otherwise());
      case Statement.For loop -> List.of(loop.body(), loop.otherwise());
      case Statement.SetBlock set -> List.of(set.body());
      case Statement.Macro macro -> List.of(macro.procedure().body());
      case Statement.CallBlock block -> List.of(block.caller().body());
      case Statement.FilterBlock block -> List.of(block.body());
      case Statement.With with -> List.of(with.body());
      case Statement.Block block -> List.of(block.body());
      case Statement.Generation generation -> List.of(generation.body());
      case Statement.Autoescape block -> List.of(block.body());
      case Statement.Literal literal -> List.of();
      case Statement.Print print -> List.of();
      case Statement.Break leave -> List.of();
      case Statement.Continue next -> List.of();
      case Statement.Set set -> List.of();
      case Statement.Load load -> List.of();
    };
  }

  private static List<Expression> fallbacks(Statement.Procedure procedure) {
    return procedure.parameters().stream()
        .map(Statement.Parameter::fallback)
        .filter(Objects::nonNull)
        .toList();
  }

  private static List<Expression> call(Expression subject, CallArguments arguments) {
    List<Expression> parts = new ArrayList<>(present(subject));
    parts.addAll(arguments.positional());
    arguments.named().forEach(keyword -> parts.add(keyword.value()));
    parts.addAll(present(arguments.spread(), arguments.spreadNamed()));
    return parts;
  }

  private static List<Expression> present(Expression... parts) {
    List<Expression> present = new ArrayList<>(parts.length);
    for (Expression part : parts) {
      if (part != null) {
        present.add(part);
      }
    }
    return present;
  }
}
