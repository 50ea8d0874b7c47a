using Micrograd.Generators.Diagnostics;
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
        [("Span", "Slice", 1)] = static c => c.Expressions.Slice(c[0], c[1], null, c.Type),
        [("Span", "Slice", 2)] = static c => c.Expressions.Slice(c[0], c[1], c[2], c.Type),
        [("Span", "ToArray", 0)] = static c => c.Expressions.LowerCopy(c[0], c.Type),
        [("Span", "Fill", 1)] = static c => Fill(c.Scope, c[0], c[1]),
        [("Span", "Clear", 0)] = static c => Fill(c.Scope, c[0], Zero(c[0])),
        [("Span", "CopyTo", 1)] = static c => Copy(c.Scope, c[0], c[1]),
        [("MemoryExtensions", "AsSpan", 1)] = static c => c.Expressions.Seen(c[0], c.Type),
        [("MemoryExtensions", "AsSpan", 2)] = static c => c.Expressions.Slice(c[0], c[1], null, c.Type),
        [("MemoryExtensions", "AsSpan", 3)] = static c => c.Expressions.Slice(c[0], c[1], c[2], c.Type),
        [("MemoryExtensions", "AsMemory", 1)] = static c => c.Expressions.Seen(c[0], c.Type),
        [("MemoryExtensions", "AsMemory", 2)] = static c => c.Expressions.Slice(c[0], c[1], null, c.Type),
        [("MemoryExtensions", "AsMemory", 3)] = static c => c.Expressions.Slice(c[0], c[1], c[2], c.Type),
        [("MemoryExtensions", "CopyTo", 2)] = static c => Copy(c.Scope, c[0], c[1]),
        [("Span", "Reverse", 0)] = static c => Reverse(c.Scope, c[0]),
        [("MemoryExtensions", "Reverse", 1)] = static c => Reverse(c.Scope, c[0]),
        [("Array", "Reverse", 1)] = static c => Reverse(c.Scope, c[0]),
        [("Array", "Reverse", 3)] = static c => Reverse(c.Scope, Part(c.Scope, c[0], c[1], c[2])),
        [("Array", "CopyTo", 2)] = static c => Copy(c.Scope, c[0], c[1], to: c[2]),
        [("Array", "GetLength", 1)] = static c => new LengthExpression(c[0]),
        [("Array", "Copy", 3)] = static c => Copy(c.Scope, c[0], c[1], length: c[2]),
        [("Array", "Copy", 5)] = static c => Copy(c.Scope, c[0], c[2], c[1], c[3], c[4]),
        [("Array", "Clear", 1)] = static c => Fill(c.Scope, c[0], Zero(c[0])),
        [("Array", "Clear", 3)] = static c => Fill(c.Scope, c[0], Zero(c[0]), c[1], c[2]),
        [("Array", "Fill", 2)] = static c => Fill(c.Scope, c[0], c[1]),
        [("Array", "Fill", 4)] = static c => Fill(c.Scope, c[0], c[1], c[2], c[3]),
    };

    public static bool IsKnown(IInvocationOperation call) => Find(call) is not null && ViewOperands(call).All(static o => IsFlat(TypeMapping.Map(o.Type)));

    public static IrExpression Lower(IInvocationOperation call, ExpressionLowerer expressions, LoweringScope scope)
    {
        OperandSequence operands = new(scope);
        if (call.Instance is { } instance)
        {
            operands.Value(() => expressions.ToPath(expressions.Lower(instance), "view"));
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            IOperation value = IsView(argument.Value.Peeled().Type) ? argument.Value.Peeled() : argument.Value;
            operands.Value(() => IsView(value.Type) ? expressions.ToPath(expressions.Lower(value), "view") : expressions.Lower(value));
        }

        if (operands.All.Any(ExpressionLowerer.IsInOnePiece))
        {
            return expressions.Refuse(call, LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(ViewOperands(call).First().Type!));
        }

        return Apply(Find(call)!, new Call([.. operands.All], TypeMapping.Map(call.Type), expressions, scope));
    }

    // With memory of structs, the same for the memory of each field.
    private static IrExpression Apply(Func<Call, IrExpression> lower, Call call)
    {
        if (!call.Operands.Any(static o => o is StructExpression))
        {
            return lower(call);
        }

        // One index for all fields.
        IrExpression[] operands = [.. call.Operands.Select(o => o is StructExpression or LocalExpression or ConstantExpression || o.Type.IsFloating ? o : call.Scope.Bind(o, "end"))];
        int count = operands.OfType<StructExpression>().First().Fields.Count;
        IrExpression[] fields = [.. Enumerable.Range(0, count).Select(k => Apply(lower, call with
        {
            Operands = [.. operands.Select(o => o is StructExpression whole ? whole.Fields[k] : o)],
            Type = call.Type is StructType type ? type.Fields[k].Type : call.Type,
        }))];
        return call.Type is StructType made ? new StructExpression(made, fields.ToEquatableArray()) : fields[0];
    }

    private static Func<Call, IrExpression>? Find(IInvocationOperation call)
    {
        INamedTypeSymbol type = call.TargetMethod.ContainingType;
        string name = type is { Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory" } ? "Span" : type.Name;
        bool isKnown = type.IsFramework() && (call.TargetMethod.Name != "AsMemory" || MemoryViews.Is(call.Type)) && Table.TryGetValue((name, call.TargetMethod.Name, call.Arguments.Length), out _);
        bool inOrder = call.Arguments.Select(static a => a.Parameter!.Ordinal).SequenceEqual(Enumerable.Range(0, call.Arguments.Length));
        return isKnown && inOrder && ViewOperands(call).Any() && call.Arguments.All(static a => TypeMapping.Map(a.Value.Peeled().Type) is ScalarType or TypeParameterType or StructType or { IsView: true })
            ? Table[(name, call.TargetMethod.Name, call.Arguments.Length)]
            : null;
    }

    private static IEnumerable<IOperation> ViewOperands(IInvocationOperation call) =>
        call.Arguments.Select(static a => a.Value.Peeled()).Concat(call.Instance is null ? [] : [call.Instance.Peeled()]).Where(static o => IsView(o.Type));

    private static bool IsView(ITypeSymbol? type) => TypeMapping.Map(type) is { IsView: true } or StructType && (StructShape.IsMemory(type) || MemoryViews.Is(type));

    private static bool IsFlat(IrType type) => type switch
    {
        ArrayType { Rank: 1, Element: ScalarType or TypeParameterType } or SpanType { Element: ScalarType or TypeParameterType } => true,
        StructType memory => memory.Fields.All(static f => IsFlat(f.Type)),
        _ => false,
    };

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
        IrExpression target = start is null ? view : Part(scope, view, start, length);
        CountedLoops.Emit(scope, new LengthExpression(target), i => [scope.StoreInto(CountedLoops.At(target, i), filled)]);
        return new ConstantExpression(IrType.Void, 0, "default");
    }

    // From both ends to the middle.
    private static IrExpression Reverse(LoweringScope scope, IrExpression view)
    {
        IrExpression last = new LengthExpression(view) - ConstantExpression.Integer(1);
        CountedLoops.Emit(scope, new BinaryExpression(BinaryOperator.Divide, new LengthExpression(view), ConstantExpression.Integer(2), IrType.Int32), i =>
        {
            IrLocal kept = scope.CreateLocal("kept", CountedLoops.ElementOf(view.Type));
            return
            [
                new DeclareStatement(kept, CountedLoops.At(view, i)),
                scope.StoreInto(CountedLoops.At(view, i), CountedLoops.At(view, last - i)),
                scope.StoreInto(CountedLoops.At(view, last - i), new LocalExpression(kept)),
            ];
        });
        return new ConstantExpression(IrType.Void, 0, "default");
    }

    private static IrExpression Part(LoweringScope scope, IrExpression view, IrExpression start, IrExpression? length) =>
        scope.Bind(new ViewExpression(view, start, length, new SpanType(CountedLoops.ElementOf(view.Type), IsReadOnly: false)), "part");

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

    private sealed record Call(ImmutableArray<IrExpression> Operands, IrType Type, ExpressionLowerer Expressions, LoweringScope Scope)
    {
        public IrExpression this[int index] => Operands[index];
    }
}
