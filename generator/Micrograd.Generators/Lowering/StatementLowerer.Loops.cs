using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Loops and what leaves them.</content>
internal sealed partial class StatementLowerer
{
    private void LowerLoop(ILoopOperation loop)
    {
        switch (loop)
        {
            case IForLoopOperation forLoop:
                LowerFor(forLoop);
                break;
            case IWhileLoopOperation { ConditionIsTop: true } whileLoop:
                EmitLoop([], whileLoop.Condition, whileLoop.Body, []);
                break;
            case IWhileLoopOperation doLoop:
                LowerDo(doLoop);
                break;
            case IForEachLoopOperation { IsAsynchronous: false } forEach when TypeMapping.Map(forEach.Collection.Peeled().Type).IsView || StructShape.IsMemory(forEach.Collection.Peeled().Type):
                LowerForEach(forEach);
                break;
            case IForEachLoopOperation { IsAsynchronous: false } forEach:
                LowerForEachItem(forEach);
                break;
            default:
                LanguageFence.Report(scope, loop);
                break;
        }
    }

    private void LowerFor(IForLoopOperation loop)
    {
        List<IrStatement> initializers = scope.Capture(() => LowerAll(loop.Before));
        ReadCountsOnce(loop, initializers);
        EmitLoop(initializers, loop.Condition, loop.Body, loop.AtLoopBottom);
    }

    // Where the test itself needs statements, they open each trip: while (true) { statements; if (!test) break; … }.
    private void EmitLoop(List<IrStatement> initializers, IOperation? test, IOperation body, ImmutableArray<IOperation> bottom)
    {
        string? source = scope.Source;
        IrExpression condition = ConstantExpression.Boolean(true);
        List<IrStatement> trip = test is null ? [] : scope.Capture(() => condition = scope.Unbind(expressions.Lower(test)));
        if (trip.Count > 0)
        {
            trip.Add(new IfStatement(new UnaryExpression(UnaryOperator.Not, condition, IrType.Boolean), [new BreakStatement()], default) { Source = source });
            condition = ConstantExpression.Boolean(true);
        }

        trip.AddRange(scope.Capture(() => Lower(body)));
        List<IrStatement> update = scope.Capture(() => LowerAll(bottom));
        scope.Emit(new LoopStatement(initializers.ToEquatableArray(), condition, trip.ToEquatableArray(), update.ToEquatableArray()) { Source = source });
    }

    // `continue` goes to the test, so the test's statements are the loop's update.
    private void LowerDo(IWhileLoopOperation loop)
    {
        string? source = scope.Source;
        List<IrStatement> body = scope.Capture(() => Lower(loop.Body));
        IrExpression condition = ConstantExpression.Boolean(true);
        List<IrStatement> update = scope.Capture(() => condition = expressions.Lower(loop.Condition!));
        List<IrStatement> initializers = [];
        if (update.Count > 0)
        {
            LocalExpression more = new(scope.CreateLocal("more", IrType.Boolean));
            initializers.Add(new DeclareStatement(more.Local, ConstantExpression.Boolean(true)) { Source = source });
            update.Add(new AssignStatement(more, condition) { Source = source });
            condition = more;
        }

        scope.Emit(new LoopStatement(initializers.ToEquatableArray(), condition, body.ToEquatableArray(), update.ToEquatableArray(), TestsAtEnd: true) { Source = source });
    }

    private void LowerForEach(IForEachLoopOperation loop)
    {
        string? source = scope.Source;
        ILocalSymbol? symbol = (loop.LoopControlVariable as IVariableDeclaratorOperation)?.Symbol;
        if (symbol is null ? loop.Syntax is not ForEachVariableStatementSyntax : TypeMapping.IsFloatingStruct(symbol.Type))
        {
            LanguageFence.Report(scope, loop.LoopControlVariable);
            return;
        }

        // The collection is evaluated once: a variable that the body gives another array must not change the loop.
        IOperation collection = loop.Collection.Peeled();
        IrExpression view = expressions.ToPath(expressions.Lower(collection), "items");
        if (view is StructExpression grid && TypeMapping.Map(collection.Type) is ArrayType)
        {
            // Row by row, as the memory lies.
            view = grid.Fields[0];
        }

        if (!view.Leaves().All(static v => v is LocalExpression) || !MethodBody.IsUnchanged(collection, loop.Body))
        {
            view = scope.Bind(view, "items");
        }

        if (view.Type is ArrayType { Rank: > 1 } constant && IsItem(constant.Element))
        {
            view = scope.Bind(new ViewExpression(view, null, null, new SpanType(constant.Element, IsReadOnly: true)), "items");
        }

        if (view.Type is ArrayType { Rank: > 1 } || (view is not StructExpression && view.Type is not ArrayType { IsJagged: true } && !IsItem(CountedLoops.ElementOf(view.Type))))
        {
            scope.Report(LanguageDiagnostics.TypeNotSupported, collection.Syntax, TypeMapping.Describe(collection.Type!));
            return;
        }

        IrLocal counter = scope.CreateLocal("i", IrType.Int32);
        List<IrStatement> body = scope.Capture(() =>
        {
            ITypeSymbol type = ElementOf(collection.Type!);
            IrExpression item = view is StructExpression ? ExpressionLowerer.StructElement(view, new LocalExpression(counter), TypeMapping.Map(type))
                : expressions.Open(CountedLoops.At(view, new LocalExpression(counter)), type, collection);
            BindItem(loop, item);
            Lower(loop.Body);
        });
        scope.Emit(CountedLoops.Create(counter, new LengthExpression(view.Leaves().First()), body) with { Source = source });
    }

    private static ITypeSymbol ElementOf(ITypeSymbol memory) => TypeSubstitution.Resolve(memory) is IArrayTypeSymbol array ? array.ElementType : ((INamedTypeSymbol)TypeSubstitution.Resolve(memory)).TypeArguments[0];

    private void BindItem(IForEachLoopOperation loop, IrExpression item)
    {
        ITypeSymbol? type = loop.SemanticModel!.GetForEachStatementInfo((CommonForEachStatementSyntax)loop.Syntax).ElementType;
        if (loop.LoopControlVariable is IVariableDeclaratorOperation { Symbol: var symbol })
        {
            BindItem(symbol, symbol.RefKind == RefKind.None ? expressions.ConvertPart(item, type, symbol.Type, loop.LoopControlVariable) : item);
        }
        else
        {
            expressions.DeconstructItem(loop, item, type);
        }
    }

    // `foreach (ref double v in x)` names the element itself, `foreach (double v in x)` a copy of it.
    private void BindItem(ILocalSymbol symbol, IrExpression element)
    {
        if (symbol.RefKind != RefKind.None)
        {
            scope.SetPlace(symbol, element);
            return;
        }

        element = MemoryViews.Seen(element, symbol.Type);
        if (element is StructExpression)
        {
            scope.SetPlace(symbol, scope.Declare(symbol.Name, element.Type, element));
            return;
        }

        IrLocal item = scope.CreateLocal(symbol.Name, TypeMapping.Map(symbol.Type));
        scope.SetPlace(symbol, new LocalExpression(item));
        scope.Emit(new DeclareStatement(item, element.Type == item.Type ? element : new ConversionExpression(element, item.Type)));
    }

    private void LowerBranch(IBranchOperation branch)
    {
        switch (branch.BranchKind)
        {
            case BranchKind.Break:
                scope.Emit(new BreakStatement());
                break;
            case BranchKind.Continue:
                scope.Emit(new ContinueStatement());
                break;
            case BranchKind.GoTo when _labels.TryGetValue(branch.Target, out IrLabel? label):
                scope.Emit(new LeaveStatement(label));
                break;
            default:
                LanguageFence.Report(scope, branch);
                break;
        }
    }
}
