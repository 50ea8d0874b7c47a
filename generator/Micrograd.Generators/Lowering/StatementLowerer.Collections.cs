using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Loops over collections that carry no derivative: lists, ranges, sets.</content>
internal sealed partial class StatementLowerer
{
    private void LowerForEachItem(IForEachLoopOperation loop)
    {
        IOperation collection = loop.Collection.Peeled();
        ForEachStatementInfo info = loop.SemanticModel!.GetForEachStatementInfo((CommonForEachStatementSyntax)loop.Syntax);
        ILocalSymbol? symbol = (loop.LoopControlVariable as IVariableDeclaratorOperation)?.Symbol;
        bool isCopied = symbol is null ? loop.Syntax is ForEachVariableStatementSyntax : symbol.RefKind == RefKind.None;
        if (!isCopied || info.ElementType is not { } type || ExpressionLowerer.InOnePiece(type) is var item && !IsItem(item))
        {
            LanguageFence.Report(scope, loop);
            return;
        }

        if (symbol is not null && collection is IInvocationOperation { TargetMethod: { Name: "Range", ContainingType.Name: "Enumerable" } } range && range.TargetMethod.IsFramework())
        {
            LowerRange(loop, range, symbol);
        }
        else if (CollectionChanges.IsList(collection.Type) && !new CollectionChanges(scope, replacing: true).In(loop.Body))
        {
            ForEachIn(loop, type, new OpaqueExpression("global::Micrograd.DerivativeSpans.Items({0})", [expressions.Lower(collection)], new SpanType(item, IsReadOnly: true)));
        }
        else if (collection.Type is { } given && StructShape.IsInlineArray(TypeSubstitution.Resolve(given)))
        {
            LowerInlineArray(loop, type, collection);
        }
        else if (collection is not IInvocationOperation { Type.TypeKind: TypeKind.Interface, TargetMethod: var made } || !made.IsWrittenIn(scope.Compilation))
        {
            LowerEnumeration(loop, collection, info);
        }
        else
        {
            LanguageFence.Report(scope, loop);
        }
    }

    // An inline array has no enumerator of its own; C# goes through the memory of the variable. A value that is in none has no memory.
    private void LowerInlineArray(IForEachLoopOperation loop, ITypeSymbol type, IOperation collection)
    {
        if (!MethodBody.IsUnchanged(collection, MethodBody.Root(loop)) || expressions.Lower(collection) is not LocalExpression items)
        {
            scope.Report(LanguageDiagnostics.ConstructNotSupported, collection.Syntax, LanguageFence.Refused[OperationKind.InlineArrayAccess].What);
            return;
        }

        SpanType view = new(ExpressionLowerer.InOnePiece(type), IsReadOnly: true);
        ForEachIn(loop, type, view.Element is TypeParameterType number
            ? new OpaqueExpression("((global::System.ReadOnlySpan<{1}>){0})", [items, GenericNumbers.TypeName(number)], view)
            : new OpaqueExpression($"(({view.Text}){{0}})", [items], view));
    }

    private void ForEachIn(IForEachLoopOperation loop, ITypeSymbol type, OpaqueExpression items)
    {
        string? source = scope.Source;
        IrExpression view = scope.Bind(items, "items");
        IrLocal counter = scope.CreateLocal("i", IrType.Int32);
        List<IrStatement> body = scope.Capture(() =>
        {
            BindItem(loop, expressions.Open(CountedLoops.At(view, new LocalExpression(counter)), type, loop.Collection));
            Lower(loop.Body);
        });
        scope.Emit(CountedLoops.Create(counter, new LengthExpression(view), body) with { Source = source });
    }

    // Enumerable.Range(first, count), with its exception.
    private void LowerRange(IForEachLoopOperation loop, IInvocationOperation range, ILocalSymbol symbol)
    {
        string? source = scope.Source;
        IrExpression[] arguments = expressions.OrderedArguments(range.Arguments);
        (IrExpression first, IrExpression count) = (Fixed(arguments[0], "first"), Fixed(arguments[1], "count"));
        CountedLoops.RequireRange(scope, first, count);
        IrLocal counter = scope.CreateLocal("i", IrType.Int32);
        List<IrStatement> body = scope.Capture(() =>
        {
            BindItem(symbol, first is ConstantExpression { Bits: 0 } ? new LocalExpression(counter) : first + new LocalExpression(counter));
            Lower(loop.Body);
        });
        scope.Emit(CountedLoops.Create(counter, count, body) with { Source = source });
    }

    private IrExpression Fixed(IrExpression value, string name) => value is ConstantExpression ? value : scope.Bind(value, name);

    /// <summary>
    /// <c>i &lt; list.Count</c>: where nothing in the loop can change a collection, the count is read once, so that the trips are
    /// known before the first. It is read where the first test reads it: behind the initializers, and with nothing before it in the
    /// test that may throw or keep it from being read.
    /// </summary>
    private void ReadCountsOnce(IForLoopOperation loop, List<IrStatement> initializers)
    {
        List<IPropertyReferenceOperation> counts = [];
        if (loop.Condition is not null)
        {
            FindCounts(loop.Condition, counts);
        }

        counts.RemoveAll(count => !MethodBody.IsUnchanged(count.Instance!, loop) || loop.Locals.Any(l => count.Instance is ILocalReferenceOperation { Local: var owner } && SymbolEqualityComparer.Default.Equals(l, owner)));
        if (counts.Count == 0 || new CollectionChanges(scope, replacing: false).In(loop) || !ComeFirst(initializers))
        {
            return;
        }

        foreach (IPropertyReferenceOperation count in counts)
        {
            scope.SetValue(count, scope.Bind(scope.Unbind(expressions.Lower(count)), "count"));
        }
    }

    // A counter is given a value that has been computed; what else the initializers do stays with the loop.
    private bool ComeFirst(List<IrStatement> initializers)
    {
        if (initializers is [DeclareStatement { Value: { } value } counter] && !CodeEffects.IsHarmless(value))
        {
            initializers[0] = counter with { Value = scope.Bind(value, "first") };
        }

        return initializers.All(static s => s is DeclareStatement { Value: var value } && (value is null || CodeEffects.IsHarmless(value)));
    }

    // False where what follows may not be evaluated, or only after something that throws.
    private static bool FindCounts(IOperation operation, List<IPropertyReferenceOperation> counts)
    {
        switch (operation)
        {
            case ILiteralOperation or ILocalReferenceOperation or IParameterReferenceOperation:
                return true;
            case IConversionOperation { OperatorMethod: null, IsChecked: false } conversion:
                return FindCounts(conversion.Operand, counts);
            case IParenthesizedOperation parentheses:
                return FindCounts(parentheses.Operand, counts);
            case IBinaryOperation { OperatorMethod: null } binary:
                return FindCounts(binary.LeftOperand, counts)
                    && binary.OperatorKind is not (BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr)
                    && FindCounts(binary.RightOperand, counts)
                    && binary.OperatorKind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;
            case IPropertyReferenceOperation { Property.Name: "Count", Instance: { } owner } count when CollectionChanges.IsCollection(owner.Type):
                counts.Add(count);
                return true;
            default:
                return false;
        }
    }

    private static bool IsItem(IrType type) => TypeMapping.IsNumber(type) || type is OpaqueType;
}
