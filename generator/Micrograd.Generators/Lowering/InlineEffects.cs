using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>What a body that is put in place may change of the caller's, so that its parameters cannot be other names for that.</summary>
internal sealed class InlineEffects(LoweringScope scope)
{
    /// <summary>
    /// The variables that the body is given by reference, any memory, and of the caller's variables those that are written by the
    /// body, or a function it is given, where it sees them.
    /// </summary>
    public SideEffects Of(InlineCall call, IMethodSymbol method, IBlockOperation body, IrExpression? receiver, IrExpression[] arguments, KnownFunction?[] functions)
    {
        IBlockOperation[] seeing = [.. functions.OfType<KnownFunction>().Select(BodySeeingCaller).Prepend(SeesCaller(method) ? body : null).OfType<IBlockOperation>()];
        if (seeing.Any(CallsOthers))
        {
            return SideEffects.Everything;
        }

        bool isUnchanged = receiver is null || OperandSequence.IsObject(receiver) || ReceiverChanges.AreExcluded(method);
        IEnumerable<IrExpression> places = (isUnchanged ? [] : receiver!.Leaves())
            .Concat(seeing.SelectMany(Written).Select(scope.PlaceOf).OfType<IrExpression>().SelectMany(static p => p.Leaves()))
            .Concat(arguments.Where((_, i) => call.Arguments[i].Parameter.RefKind is RefKind.Ref or RefKind.Out).SelectMany(static p => p.Leaves()));
        return SideEffects.Of([new OpaqueStatement("", default), .. places.Select(static p => new AssignStatement(p, p))]);
    }

    /// <summary>The variables that a body may change after they got their first value.</summary>
    public HashSet<ISymbol> Written(IBlockOperation body) => MethodBody.WrittenSymbols(body, o => PossibleTypeArguments.LeavesInstance(o, scope));

    /// <summary>Whether each part of the value is a variable or a constant that stays as it is.</summary>
    public static bool AreExcluded(IrExpression value, SideEffects effects) =>
        value.Leaves().All(v => v is LocalExpression or ConstantExpression && !effects.Affect(v));

    /// <summary>A reference to an element stays on that element, whatever the callee does to the variables of the array and the index.</summary>
    public IrExpression Freeze(IrExpression place, SideEffects effects)
    {
        Dictionary<IrExpression, IrExpression> frozen = [];
        return place.MapLeaves(FreezeLeaf);

        IrExpression FreezeLeaf(IrExpression leaf) => leaf switch
        {
            ElementExpression element => element with
            {
                Array = FreezePart(element.Array, "array"),
                Indices = [.. element.Indices.Select(i => FreezePart(i, "index"))],
            },
            FieldExpression field => field with { Target = FreezeLeaf(field.Target) },
            _ => leaf,
        };

        IrExpression FreezePart(IrExpression part, string name)
        {
            if (!effects.Affect(part))
            {
                return part;
            }

            return frozen.TryGetValue(part, out IrExpression? known) ? known : frozen[part] = scope.Bind(part, name);
        }
    }

    /// <summary>An object, and a struct that stands in no variable, stays what it was when the arguments were evaluated.</summary>
    public IrExpression FreezeReceiver(IrExpression receiver, IMethodSymbol method, bool isVariable, SideEffects effects) =>
        OperandSequence.IsObject(receiver) || (!isVariable && ReceiverChanges.AreExcluded(method))
            ? receiver.MapLeaves(leaf => effects.Affect(leaf) ? scope.Bind(leaf, "self") : leaf)
            : Freeze(receiver, effects);

    private IBlockOperation? BodySeeingCaller(KnownFunction function) =>
        SeesCaller(function.Method) ? MethodBody.Find(function, scope) : null;

    private static bool SeesCaller(IMethodSymbol method) => method is { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction, IsStatic: false };

    private static bool CallsOthers(IBlockOperation body) =>
        MethodBody.OwnOperations(body).Any(static o => o is IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } or { Type.TypeKind: TypeKind.Delegate });
}
