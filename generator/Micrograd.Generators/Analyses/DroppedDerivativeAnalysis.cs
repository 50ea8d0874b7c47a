using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

internal enum DropKind
{
    /// <summary>A method without a known derivative is called with an active argument, and its result could carry one.</summary>
    Call,

    /// <summary>An active value is stored where no derivative can follow.</summary>
    Store,
}

/// <summary>A derivative that would be lost, and the number of the place in the source where.</summary>
internal sealed record DroppedDerivative(DropKind Kind, int Site, string Operand);

/// <summary>
/// Finds where a varied value enters code that the transforms do not understand, and could come out of it again: the result of
/// an unknown call, memory an unknown call may write, state outside the method, an array that is declared constant.
/// </summary>
internal static class DroppedDerivativeAnalysis
{
    public static IReadOnlyList<DroppedDerivative> Analyze(MethodIr method, VariedFacts varied)
    {
        // What comes back out of a place that a number was lost in is no second mistake.
        DroppedDerivative[] lost = [.. Lost(method, varied)];
        return lost.Length > 0 ? lost : [.. Decoded(method, EncodedNumbers.Analyze(method, varied))];
    }

    private static IEnumerable<DroppedDerivative> Lost(MethodIr method, VariedFacts varied)
    {
        // A row goes where the array of arrays is; what is stored in one may be stored in any that it holds.
        ViewRoots variables = ViewRoots.OfVariables(method.Body);
        HashSet<int> foreign = ForeignMemory.Of(method, varied.Roots), foreignVariables = ForeignMemory.Of(method, variables);
        HashSet<int> constant = [.. method.Signature.Parameters.Where(static p => p is { Role: ParameterRole.Constant, Mode: ParameterMode.Ref or ParameterMode.Out }).Select(static p => p.Local.Id)];
        foreach (IrStatement statement in method.Body.AllStatements())
        {
            if (statement is OpaqueStatement opaque && opaque.Arguments.FirstOrDefault(a => (varied.IsVaried(a) && (opaque.StoresArguments || MayBeWritten(a) || GivesNumbers(opaque))) || (MayBeWritten(a) && a.Root() is { } memory && varied.LosesStore(memory))) is { } lost)
            {
                yield return new DroppedDerivative(opaque.StoresArguments ? DropKind.Store : DropKind.Call, opaque.Site, NameOf(lost));
            }

            if (statement is AssignStatement { Target: LocalExpression { Local: var target } } output && constant.Contains(target.Id) && varied.IsVaried(output.Value))
            {
                yield return new DroppedDerivative(DropKind.Store, output.Site, NameOf(output.Value));
            }

            if (statement.StoredValue() is ViewExpression { IsConstant: true, Site: >= 0 } kept && varied.IsVaried(kept.Source))
            {
                yield return new DroppedDerivative(DropKind.Store, kept.Site, NameOf(kept.Source));
            }

            if (StoredInside(statement) is { } inside && varied.IsVaried(inside))
            {
                yield return new DroppedDerivative(DropKind.Store, (statement as AssignStatement)?.Site ?? -1, NameOf(inside));
            }

            if (statement is AssignStatement { Target: not LocalExpression } store && store.Target.Root() is { Type.IsView: true } view && (varied.LosesStore(view) || (varied.ConstantViews.Contains(view.Id) && varied.IsVaried(store.Value))))
            {
                yield return new DroppedDerivative(DropKind.Store, store.Site, varied.IsVaried(store.Value) ? NameOf(store.Value) : view.Name);
            }
            else if (statement is AssignStatement { Target: not LocalExpression } assign && varied.IsVaried(assign.Value)
                && assign.Target.Root() is { Type.IsView: true } root && (assign.Target.Type.IsView ? foreignVariables.Contains(variables.ClassOf(root)) : foreign.Contains(varied.Roots.ClassOf(root))))
            {
                yield return new DroppedDerivative(DropKind.Store, assign.Site, NameOf(assign.Value));
            }
        }

        foreach (IrExpression expression in method.Body.AllExpressions())
        {
            if (LostOperand(expression, varied) is { } lost)
            {
                yield return new DroppedDerivative(expression is OpaqueExpression { IsStore: true } ? DropKind.Store : DropKind.Call, SiteOf(expression), NameOf(lost));
            }
        }
    }

    // Numbers made of the bits, the digits or another form of a varied one.
    private static IEnumerable<DroppedDerivative> Decoded(MethodIr method, EncodedNumbers encoded)
    {
        foreach (OpaqueStatement text in method.Body.AllStatements().OfType<OpaqueStatement>().Where(static s => s.Outputs.Any(static o => o.Type.IsDifferentiable) && !s.CarriesNothing))
        {
            if (text.Arguments.Select(encoded.OriginOf).FirstOrDefault(static o => o is not null) is { } origin)
            {
                yield return new DroppedDerivative(DropKind.Call, text.Site, origin);
            }
        }

        foreach (IrExpression expression in method.Body.AllExpressions())
        {
            bool makesNumber = expression is OpaqueExpression { IsDeclaredConstant: false, Type.IsDifferentiable: true } or PairCallExpression or DerivativeCallExpression;
            if (makesNumber && expression.Operands.Select(encoded.OriginOf).FirstOrDefault(static o => o is not null) is { } origin)
            {
                yield return new DroppedDerivative(DropKind.Call, SiteOf(expression), origin);
            }
        }
    }

    // A number that becomes part of something whose parts are not followed.
    private static IrExpression? StoredInside(IrStatement statement) => statement switch
    {
        AssignStatement assign when CanHoldNumbers(assign.Target.Type) => assign.Value,
        DeclareStatement { Value: { } value } declare when CanHoldNumbers(declare.Local.Type) => value,
        _ => null,
    };

    // An object, a nullable or a collection made of a varied number could give it back where nobody follows it.
    private static IrExpression? LostOperand(IrExpression expression, VariedFacts varied) => expression switch
    {
        OpaqueExpression { CarriesNothing: true } => null,
        PairCallExpression call => call.Arguments.Where((_, i) => call.Target.Parameters[i].IsLeftOut).FirstOrDefault(varied.IsVaried),
        DerivativeCallExpression call => call.Arguments.Where((_, i) => call.Target.Parameters[i].IsLeftOut).FirstOrDefault(varied.IsVaried),
        OpaqueExpression opaque => opaque.Arguments.FirstOrDefault(a => varied.IsVaried(a) && (opaque.Type.IsDifferentiable || CanHoldNumbers(opaque.Type) || MayBeWritten(a))),
        _ => CanHoldNumbers(expression.Type) ? expression.Operands.FirstOrDefault(varied.IsVaried) : null,
    };

    private static bool GivesNumbers(OpaqueStatement text) => !text.CarriesNothing && text.Outputs.Any(static o => o.Type.IsDifferentiable || CanHoldNumbers(o.Type));

    private static int SiteOf(IrExpression expression) => expression switch
    {
        OpaqueExpression opaque => opaque.Site,
        PairCallExpression call => call.Site,
        DerivativeCallExpression call => call.Site,
        _ => -1,
    };

    private static bool CanHoldNumbers(IrType type) => type switch
    {
        ArrayType array => CanHoldNumbers(array.Element),
        SpanType span => CanHoldNumbers(span.Element),
        _ => type is OpaqueType { FullName: not "string" },
    };

    private static bool MayBeWritten(IrExpression argument) => argument.Type is ArrayType or SpanType { IsReadOnly: false };

    /// <summary>How a message names the number.</summary>
    public static string NameOf(IrExpression expression) => expression.LocalsRead().FirstOrDefault(static l => l.Type.IsDifferentiable)?.Name ?? "the argument";
}
