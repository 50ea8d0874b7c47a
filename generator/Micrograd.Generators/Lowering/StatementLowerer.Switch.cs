using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content><c>switch</c> becomes a chain of conditions, in the order of its sections, the default last.</content>
internal sealed partial class StatementLowerer
{
    private void LowerSwitch(ISwitchOperation choice)
    {
        string? source = scope.Source;
        PatternLowerer patterns = new(scope, expressions);
        IrExpression[] subject = patterns.LowerSubject(choice.Value);
        List<Section> sections = [];
        foreach (ISwitchCaseOperation section in choice.Cases)
        {
            sections.Add(new(section, TestOf(section, patterns, subject), scope.Capture(() => LowerSection(section.Body, choice, [section]))));
        }

        EmitChain(choice, ChainOf(sections, source), source);
    }

    // The default comes last, whatever its place; one that has tests of its own, too, keeps its place where a later section's could
    // succeed as well, and is then chosen by them or because no later one succeeds.
    private static List<IrStatement> ChainOf(List<Section> sections, string? source)
    {
        int always = sections.FindIndex(static s => s.Test is { } test && PatternLowerer.IsAlways(test));
        int @default = sections.FindIndex(static s => s.IsDefault);
        bool isLast = @default < 0 || sections[@default].Test is null || sections.Skip(@default).SelectMany(static s => s.Case.Clauses).All(static c => c is IDefaultCaseClauseOperation or ISingleValueCaseClauseOperation);
        int end = always >= 0 ? always : isLast ? @default : -1;
        List<IrStatement> chain = end >= 0 ? sections[end].Body : [];
        IrExpression? later = null;
        for (int i = always >= 0 ? always - 1 : sections.Count - 1; i >= 0; i--)
        {
            Section section = sections[i];
            if (i == end || section.Test is null)
            {
                continue;
            }

            bool takesRest = section.IsDefault && always < 0;
            if (takesRest && later is null)
            {
                chain = section.Body;
                continue;
            }

            IrExpression test = takesRest ? PatternLowerer.Combine(BinaryOperator.LogicalOr, section.Test, new UnaryExpression(UnaryOperator.Not, later!, IrType.Boolean)) : section.Test;
            chain = [new IfStatement(test, section.Body.ToEquatableArray(), chain.ToEquatableArray()) { Source = source }];
            later = later is null ? section.Test : PatternLowerer.Combine(BinaryOperator.LogicalOr, section.Test, later);
        }

        return chain;
    }

    // `break` in the middle of a section leaves a loop of one trip; `continue` would then go on with the wrong loop.
    private void EmitChain(ISwitchOperation choice, List<IrStatement> chain, string? source)
    {
        if (!choice.Cases.Any(c => HasInnerBreak(c.Body, choice.ExitLabel)))
        {
            scope.Block.AddRange(chain);
            return;
        }

        if (Branches(choice).FirstOrDefault(b => b.BranchKind == BranchKind.Continue) is { } jump)
        {
            scope.Report(LanguageDiagnostics.Jump, jump.Syntax, "continue, in a switch that is also left by a break inside a condition,");
        }

        scope.Emit(new LoopStatement(default, ConstantExpression.Boolean(false), chain.ToEquatableArray(), default, TestsAtEnd: true) { Source = source });
    }

    private static IEnumerable<IBranchOperation> Branches(IOperation operation) =>
        operation.ChildOperations.Where(static o => o is not (ILoopOperation or ILocalFunctionOperation or IAnonymousFunctionOperation))
            .SelectMany(static o => o is IBranchOperation branch ? [branch] : Branches(o));

    private IrExpression? TestOf(ISwitchCaseOperation section, PatternLowerer patterns, IrExpression[] subject)
    {
        IrExpression? test = null;
        foreach (ICaseClauseOperation clause in section.Clauses.Where(static c => c is not IDefaultCaseClauseOperation))
        {
            IrExpression one = clause switch
            {
                ISingleValueCaseClauseOperation single => patterns.Compare(BinaryOperator.Equal, subject[0], single.Value),
                IPatternCaseClauseOperation pattern => patterns.Guarded(patterns.Test(pattern.Pattern, subject), pattern.Guard),
                _ => expressions.Refuse(clause, LanguageDiagnostics.Pattern, "This case"),
            };
            test = test is null ? one : PatternLowerer.Combine(BinaryOperator.LogicalOr, test, one);
        }

        return test;
    }

    private void LowerSection(ImmutableArray<IOperation> body, ISwitchOperation choice, ImmutableArray<ISwitchCaseOperation> open)
    {
        foreach (IOperation statement in body)
        {
            bool isLast = statement == body[body.Length - 1];
            if (isLast && statement is IBlockOperation block)
            {
                LowerSection(block.Operations, choice, open);
            }
            else if (isLast && TargetOf(statement, choice) is { } target && !open.Contains(target))
            {
                LowerSection(target.Body, choice, open.Add(target));
            }
            else if (!(isLast && IsBreak(statement, choice.ExitLabel)))
            {
                Lower(statement);
            }
        }
    }

    // `goto case` at the end of a section: the other section's statements follow.
    private static ISwitchCaseOperation? TargetOf(IOperation statement, ISwitchOperation choice) =>
        statement is IBranchOperation { BranchKind: BranchKind.GoTo, Target: var target }
            ? choice.Cases.FirstOrDefault(c => c.Clauses.Any(l => SymbolEqualityComparer.Default.Equals(l.Label, target)))
            : null;

    private static bool HasInnerBreak(ImmutableArray<IOperation> body, ILabelSymbol exit)
    {
        for (int i = 0; i < body.Length; i++)
        {
            bool isLast = i == body.Length - 1;
            if (isLast && body[i] is IBlockOperation block ? HasInnerBreak(block.Operations, exit) : !(isLast && IsBreak(body[i], exit)) && body[i].DescendantsAndSelf().Any(o => IsBreak(o, exit)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBreak(IOperation operation, ILabelSymbol exit) =>
        operation is IBranchOperation { BranchKind: BranchKind.Break } branch && SymbolEqualityComparer.Default.Equals(branch.Target, exit);

    // The test is that of the section's cases; null where it only is the default.
    private sealed record Section(ISwitchCaseOperation Case, IrExpression? Test, List<IrStatement> Body)
    {
        public bool IsDefault => Case.Clauses.Any(static c => c is IDefaultCaseClauseOperation);
    }
}
