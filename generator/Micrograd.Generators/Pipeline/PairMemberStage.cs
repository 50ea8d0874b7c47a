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
        if (!method.Signature.HasPair || PairForm.Of(method) is not { } form || PairParameterTypes.Apply(form) is not { } paired)
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
}
