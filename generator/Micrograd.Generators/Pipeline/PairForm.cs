using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Lowering;
using Micrograd.Generators.Normalize;

namespace Micrograd.Generators.Pipeline;

/// <summary>
/// A marked method with one parameter for each number or memory, as its pair takes them: what it passes back, through <c>ref</c> and
/// <c>out</c> or in a struct that it returns, is memory of one element for each number. <see cref="PairShape"/> says the same of the
/// method's declaration alone.
/// </summary>
internal static class PairForm
{
    /// <summary>Null for a method that has none.</summary>
    public static MethodIr? Of(MethodIr method)
    {
        if (method.Signature.State is not null || method.Structs.Any(static s => s.Element is not null || s.IsGrid || s.IsMemory) || method.Signature.ReturnType is not (ScalarType or TypeParameterType or VoidType or StructType))
        {
            return null;
        }

        LocalFactory locals = new(method.NextLocalId);
        List<IrStatement> entry = [], exit = [];
        List<IrParameter> parameters = [.. method.Signature.Parameters.Select(p => p.Mode is ParameterMode.Ref or ParameterMode.Out ? ByReference(p, locals, entry, exit) : p)];
        EquatableArray<IrStatement> body = method.Body;
        IrType result = method.Signature.ReturnType;
        if (result is StructType type)
        {
            if (body.Count == 0 || body[body.Count - 1] is not ReturnStatement { Value: StructExpression fields })
            {
                return null;
            }

            parameters.AddRange(Result(type, fields, locals, exit));
            body = [.. body.Take(body.Count - 1)];
            result = IrType.Void;
        }

        return HasClearNames(parameters, method) && parameters.All(static p => IsSupported(p.Local.Type))
            ? method with
            {
                Signature = method.Signature with { Parameters = parameters.ToEquatableArray(), ReturnType = result },
                Body = [.. entry, .. WithExit(body, exit)],
                NextLocalId = locals.NextId,
                Structs = default,
            }
            : null;
    }

    // The variable is read at the start, if it has a value then, and stored at the end: the caller looks at it no sooner.
    private static IrParameter ByReference(IrParameter parameter, LocalFactory locals, List<IrStatement> entry, List<IrStatement> exit)
    {
        IrLocal memory = locals.Create(parameter.Local.Name, new SpanType(parameter.Local.Type, IsReadOnly: false)) with { IsConstant = parameter.Local.IsConstant };
        ElementExpression element = First(memory);
        entry.Add(new DeclareStatement(parameter.Local, parameter.Mode == ParameterMode.Ref ? element : DeclarationPlacement.Zero(parameter.Local.Type)));
        exit.Add(new AssignStatement(element, new LocalExpression(parameter.Local)));
        return parameter with { Local = memory, TypeText = memory.Type.Text, Mode = ParameterMode.Value };
    }

    private static IEnumerable<IrParameter> Result(StructType type, StructExpression fields, LocalFactory locals, List<IrStatement> exit)
    {
        LocalExpression[] places = [.. StructValues.CreateLocals("result", type, (name, field) => locals.Create(name, new SpanType(field, IsReadOnly: false))).Leaves().Cast<LocalExpression>()];
        exit.AddRange(places.Zip(fields.Leaves(), static (place, value) => new AssignStatement(First(place.Local), value)));
        return places.Select(static p => new IrParameter(
            p.Local,
            p.Local is { IsConstant: false, Type.IsDifferentiable: true } ? ParameterRole.Independent : ParameterRole.Constant,
            ParameterMode.Value,
            p.Local.Type.Text));
    }

    private static EquatableArray<IrStatement> WithExit(EquatableArray<IrStatement> body, List<IrStatement> exit) =>
        body.Count > 0 && body[body.Count - 1] is ReturnStatement last ? [.. body.Take(body.Count - 1), .. exit, last] : [.. body, .. exit];

    private static ElementExpression First(IrLocal memory) => new(new LocalExpression(memory), [ConstantExpression.Integer(0)], ((SpanType)memory.Type).Element);

    // Text copied from the body names what instances keep of the constructor's parameters, which no new name may hide.
    private static bool HasClearNames(List<IrParameter> parameters, MethodIr method)
    {
        string[] given = [.. parameters.Where(static p => p.State is null).Select(static p => p.Local.Name)];
        HashSet<IrLocal> fields = [.. method.Structs.SelectMany(static s => s.Leaves).Select(static l => l.Local)];
        HashSet<string> declared = [.. method.Signature.Parameters.Where(p => !fields.Contains(p.Local)).Select(static p => p.Local.Name)];
        return given.Distinct().Count() == given.Length && !given.Any(name => !declared.Contains(name) && method.Signature.TakenNames.Contains(name));
    }

    private static bool IsSupported(IrType type) => type
        is ScalarType or TypeParameterType or OpaqueType
        or ArrayType { Rank: 1, Element: ScalarType or TypeParameterType }
        or SpanType { Element: ScalarType or TypeParameterType };
}
