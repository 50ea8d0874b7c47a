using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Members of arrays and spans whose meaning lowering knows: views stay views, whole-array operations become loops.</summary>
internal static class ViewCalls
{
    private static readonly Dictionary<(string Type, string Method, int Arguments), Func<Call, IrExpression>> Table = new()
    {
        [("Span", "Slice", 1)] = static c => new ViewExpression(c.View(0), c.Value(1), null, c.Type),
        [("Span", "Slice", 2)] = static c => new ViewExpression(c.View(0), c.Value(1), c.Value(2), c.Type),
        [("Span", "ToArray", 0)] = static c => c.Expressions.LowerCopy(c.View(0), c.Type),
        [("Span", "Fill", 1)] = static c => Fill(c.Scope, c.View(0), c.Value(1)),
        [("Span", "Clear", 0)] = static c => Fill(c.Scope, c.View(0), Zero(c.View(0))),
        [("Span", "CopyTo", 1)] = static c => Copy(c.Scope, c.View(0), c.View(1)),
        [("MemoryExtensions", "AsSpan", 1)] = static c => new ViewExpression(c.View(0), null, null, c.Type),
        [("MemoryExtensions", "AsSpan", 2)] = static c => new ViewExpression(c.View(0), c.Value(1), null, c.Type),
        [("MemoryExtensions", "AsSpan", 3)] = static c => new ViewExpression(c.View(0), c.Value(1), c.Value(2), c.Type),
        [("MemoryExtensions", "CopyTo", 2)] = static c => Copy(c.Scope, c.View(0), c.View(1)),
        [("Array", "GetLength", 1)] = static c => new LengthExpression(c.View(0)),
        [("Array", "Copy", 3)] = static c => Copy(c.Scope, c.View(0), c.View(1), length: c.Value(2)),
        [("Array", "Copy", 5)] = static c => Copy(c.Scope, c.View(0), c.View(2), c.Value(1), c.Value(3), c.Value(4)),
        [("Array", "Clear", 1)] = static c => Fill(c.Scope, c.View(0), Zero(c.View(0))),
        [("Array", "Clear", 3)] = static c => Fill(c.Scope, c.View(0), Zero(c.View(0)), c.Value(1), c.Value(2)),
        [("Array", "Fill", 2)] = static c => Fill(c.Scope, c.View(0), c.Value(1)),
        [("Array", "Fill", 4)] = static c => Fill(c.Scope, c.View(0), c.Value(1), c.Value(2), c.Value(3)),
    };

    public static bool IsKnown(IInvocationOperation call) => Find(call) is not null && ViewOperands(call).All(static o => IsFlat(o.Type));

    public static IrExpression Lower(IInvocationOperation call, ExpressionLowerer expressions, LoweringScope scope)
    {
        OperandSequence operands = new(scope);
        if (call.Instance is { } instance)
        {
            operands.Value(() => expressions.ToPath(expressions.Lower(instance), "view"));
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            IOperation value = IsView(Peeled(argument.Value).Type) ? Peeled(argument.Value) : argument.Value;
            operands.Value(() => IsView(value.Type) ? expressions.ToPath(expressions.Lower(value), "view") : expressions.Lower(value));
        }

        return Find(call)!(new Call(operands, TypeMapping.Map(call.Type), expressions, scope));
    }

    private static Func<Call, IrExpression>? Find(IInvocationOperation call)
    {
        INamedTypeSymbol type = call.TargetMethod.ContainingType;
        string name = type is { Name: "Span" or "ReadOnlySpan" } ? "Span" : type.Name;
        bool isKnown = type.IsFramework() && Table.TryGetValue((name, call.TargetMethod.Name, call.Arguments.Length), out _);
        bool inOrder = call.Arguments.Select(static a => a.Parameter!.Ordinal).SequenceEqual(Enumerable.Range(0, call.Arguments.Length));
        return isKnown && inOrder && ViewOperands(call).Any() && call.Arguments.All(static a => TypeMapping.Map(Peeled(a.Value).Type) is ScalarType or TypeParameterType or { IsView: true })
            ? Table[(name, call.TargetMethod.Name, call.Arguments.Length)]
            : null;
    }

    private static IEnumerable<IOperation> ViewOperands(IInvocationOperation call) =>
        call.Arguments.Select(static a => Peeled(a.Value)).Concat(call.Instance is null ? [] : [Peeled(call.Instance)]).Where(static o => IsView(o.Type));

    private static IOperation Peeled(IOperation operation) => operation is IConversionOperation { IsImplicit: true } conversion ? Peeled(conversion.Operand) : operation;

    private static bool IsView(ITypeSymbol? type) => TypeMapping.Map(type).IsView;

    private static bool IsFlat(ITypeSymbol? type) => TypeMapping.Map(type) is ArrayType { Rank: 1, Element: ScalarType or TypeParameterType } or SpanType { Element: ScalarType or TypeParameterType };

    private static ConstantExpression Zero(IrExpression view) => CountedLoops.ElementOf(view.Type) switch
    {
        { IsFloating: true } type => ConstantExpression.Number(0.0, type),
        ScalarType { Kind: ScalarKind.Boolean } => ConstantExpression.Boolean(false),
        IrType type => new ConstantExpression(type, 0, "default"),
    };

    private static IrExpression Fill(LoweringScope scope, IrExpression view, IrExpression value, IrExpression? start = null, IrExpression? length = null)
    {
        // The value is computed once, before the elements it may have been read from change.
        IrExpression filled = value is ConstantExpression ? value : scope.Bind(value, "fill");
        IrExpression target = start is null ? view : scope.Bind(new ViewExpression(view, start, length, new SpanType(filled.Type, IsReadOnly: false)), "part");
        CountedLoops.Emit(scope, new LengthExpression(target), i => [scope.StoreInto(CountedLoops.At(target, i), filled)]);
        return new ConstantExpression(IrType.Void, 0, "default");
    }

    // The two may be the same memory, as in x[1..].CopyTo(x): everything is read before anything is written.
    private static IrExpression Copy(LoweringScope scope, IrExpression source, IrExpression target, IrExpression? from = null, IrExpression? to = null, IrExpression? length = null)
    {
        IrType element = CountedLoops.ElementOf(target.Type);
        IrExpression read = length is null ? source : scope.Bind(new ViewExpression(source, from ?? ConstantExpression.Integer(0), length, new SpanType(element, IsReadOnly: true)), "source");
        IrExpression count = new LengthExpression(read);
        IrExpression written = scope.Bind(new ViewExpression(target, to ?? ConstantExpression.Integer(0), count, new SpanType(element, IsReadOnly: false)), "target");
        IrExpression copy = scope.Bind(new NewArrayExpression([count], ArrayStorage.Heap, new ArrayType(element)), "copy");
        CountedLoops.Emit(scope, count, i => [scope.StoreInto(CountedLoops.At(copy, i), CountedLoops.At(read, i))]);
        CountedLoops.Emit(scope, count, i => [scope.StoreInto(CountedLoops.At(written, i), CountedLoops.At(copy, i))]);
        return new ConstantExpression(IrType.Void, 0, "default");
    }

    private sealed record Call(OperandSequence Operands, IrType Type, ExpressionLowerer Expressions, LoweringScope Scope)
    {
        public IrExpression View(int index) => Operands[index];

        public IrExpression Value(int index) => Operands[index];
    }
}
