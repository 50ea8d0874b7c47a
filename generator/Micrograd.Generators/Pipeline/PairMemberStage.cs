using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Transform.Reverse;

namespace Micrograd.Generators.Pipeline;

/// <summary>
/// The pair of a marked method that other assemblies can call. A method without one is differentiated there through its
/// <c>FBackward</c>, so whatever stands in the way of the pair is no fault.
/// </summary>
internal static class PairMemberStage
{
    public static PairMember? Run(MethodIr method, BuildOptions options)
    {
        if (!IsPossible(method) || PairParameterTypes.Apply(method) is not { } paired)
        {
            return null;
        }

        MethodSignature signature = paired.Signature;
        PairTarget target = new("", signature.Name, null, signature.Parameters.Select(static p => new PairParameter(p.Local.Type, p.Role == ParameterRole.Independent)).ToEquatableArray());
        try
        {
            return new PairMember(new PairBody(target, signature, PairStage.Halves(paired, options), null), WrittenParameters.Find(signature, paired.Body));
        }
        catch (ReverseNotSupportedException)
        {
            return null;
        }
    }

    // What a caller can pass on as it is: numbers, memory of numbers, and constants.
    private static bool IsPossible(MethodIr method) => method.Signature is { HasPair: true, IsStatic: true, TypeParameters.Count: 0 } signature
        && method.Structs.Count == 0
        && !signature.Home.IsGeneric
        && signature.ReturnType is ScalarType or VoidType
        && signature.Parameters.All(static p => p.Mode is not (ParameterMode.Ref or ParameterMode.Out)
            && p.Local.Type is ScalarType or OpaqueType or ArrayType { Rank: 1, Element: ScalarType } or SpanType { Element: ScalarType });
}
