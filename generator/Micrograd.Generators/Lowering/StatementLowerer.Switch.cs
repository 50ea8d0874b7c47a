using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

        EmitChain(choice, ChainOf(sections, IsComplete(choice), source), source);
    }

    // The default comes last, whatever its place. One that has tests of its own, too, keeps what they succeed for from the sections
    // below it, where those could succeed as well. Where C# knows that there is a section for each value, the last is for the rest.
    private List<IrStatement> ChainOf(List<Section> sections, bool isComplete, string? source)
    {
        int always = sections.FindIndex(static s => s.Test is { } test && PatternLowerer.IsAlways(test));
        int @default = sections.FindIndex(static s => s.IsDefault);
        int end = always >= 0 ? always : @default >= 0 ? @default : isComplete ? sections.Count - 1 : -1;
        IrExpression? own = always < 0 && @default >= 0 && !AreApart(sections.Skip(@default)) ? sections[@default].Test : null;
        List<IrStatement> chain = end < 0 ? [] : own is null || CodeEffects.IsHarmless(own) ? sections[end].Body : [.. scope.Capture(() => scope.Declare("ignored", IrType.Boolean, own)), .. sections[end].Body];
        for (int i = (always >= 0 ? always : sections.Count) - 1; i >= 0; i--)
        {
            if (i != end && sections[i].Test is { } test)
            {
                test = i > end && own is not null ? PatternLowerer.Combine(BinaryOperator.LogicalAnd, new UnaryExpression(UnaryOperator.Not, own, IrType.Boolean), test) : test;
                chain = [new IfStatement(test, sections[i].Body.ToEquatableArray(), chain.ToEquatableArray()) { Source = source }];
            }
        }

        return chain;
    }

    // No two different constants are the same value.
    private static bool AreApart(IEnumerable<Section> sections) =>
        sections.SelectMany(static s => s.Case.Clauses).All(static c => c is IDefaultCaseClauseOperation or ISingleValueCaseClauseOperation);

    // C# knows that one of the sections runs, as with `true` and `false`: nothing comes behind, or something is assigned in each of them.
    // Where neither is so, it does not matter.
    private static bool IsComplete(ISwitchOperation choice)
    {
        if (choice.SemanticModel is not { } model || choice.Syntax is not SwitchStatementSyntax syntax)
        {
            return false;
        }

        return model.AnalyzeControlFlow(syntax) is { Succeeded: true, EndPointIsReachable: false }
            || model.AnalyzeDataFlow(syntax) is { Succeeded: true } flow && flow.AlwaysAssigned.Except(model.AnalyzeDataFlow(syntax.Expression)!.AlwaysAssigned, SymbolEqualityComparer.Default).Any();
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
        IOperation? last = body.LastOrDefault();
        ISwitchCaseOperation? next = last is not null && TargetOf(last, choice) is { } target && !open.Contains(target) ? target : null;
        bool endsHere = last is not (null or IBlockOperation) && next is null && !IsBreak(last, choice.ExitLabel);
        LowerAll(endsHere ? body : body.Take(body.Length - 1));
        if (last is IBlockOperation block)
        {
            LowerSection(block.Operations, choice, open);
        }
        else if (next is not null)
        {
            LowerSection(next.Body, choice, open.Add(next));
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
