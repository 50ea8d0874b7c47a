using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>The body of a method with a rule, as its pair takes the arguments: a call of the method, with structs and variables put together for it.</summary>
internal sealed class RuleValue
{
    private readonly IrParameter[] _parameters;
    private readonly LocalFactory _locals;
    private readonly List<IrExpression> _operands;
    private readonly List<IrStatement> _body = [], _after = [];

    private readonly Dictionary<int, IrLocal> _arrays;

    private RuleValue(MethodSignature signature, IEnumerable<int> arrays)
    {
        _parameters = [.. signature.Parameters];
        _locals = new LocalFactory(_parameters.Length);
        _operands = [.. _parameters.Select(static p => new LocalExpression(p.Local))];
        _arrays = arrays.ToDictionary(static i => i, Array);
    }

    /// <param name="signature">The pair's signature.</param>
    /// <param name="arrays">The parameters that are spans where the method asks for an array.</param>
    /// <param name="given">The method's arguments, the instance first.</param>
    /// <param name="result">The struct that it returns; null for other results.</param>
    /// <param name="owner">The type of a static method, as C#; null for the first argument.</param>
    /// <param name="name">The method, as C#.</param>
    public static MethodIr Of(MethodSignature signature, IEnumerable<int> arrays, RuleArgument[] given, RuleArgument? result, string? owner, string name)
    {
        RuleValue value = new(signature, arrays);
        string call = $"{owner ?? value.Filled(given[0])}.{name}({string.Join(", ", given.Skip(owner is null ? 1 : 0).Select(value.Argument))})";
        value.Call(call, result, signature.ReturnType);
        return new MethodIr(signature, value._body.ToEquatableArray()) { NextLocalId = value._locals.NextId };
    }

    private void Call(string call, RuleArgument? result, IrType returnType)
    {
        EquatableArray<IrExpression> operands = _operands.ToEquatableArray();
        _after.AddRange(_arrays.Where(a => _parameters[a.Key].Local.Type is SpanType { IsReadOnly: false })
            .Select(a => new OpaqueStatement("global::System.MemoryExtensions.CopyTo({0}, {1});", [new LocalExpression(a.Value), new LocalExpression(_parameters[a.Key].Local)])));
        if (result is null && returnType is VoidType)
        {
            _body.Add(new OpaqueStatement(call + ";", operands));
            _body.AddRange(_after);
        }
        else if (result is null && _after.Count == 0)
        {
            _body.Add(new ReturnStatement(new OpaqueExpression(call, operands, returnType)));
        }
        else
        {
            IrLocal value = _locals.Create("value", result?.Type ?? returnType);
            _body.Add(new DeclareStatement(value, new OpaqueExpression(call, operands, value.Type)));
            _body.AddRange(_after);
            _body.AddRange(result is null ? [new ReturnStatement(new LocalExpression(value))] : Stores(result, value));
        }
    }

    private IrLocal Array(int parameter)
    {
        IrLocal memory = _parameters[parameter].Local;
        IrLocal array = _locals.Create(memory.Name + "Array", new ArrayType(((SpanType)memory.Type).Element));
        EquatableArray<IrExpression> operands = [new LocalExpression(memory)];
        _body.Add(new DeclareStatement(array, new OpaqueExpression("{0}.ToArray()", operands, array.Type)));
        _operands[parameter] = new LocalExpression(array);
        return array;
    }

    private string Argument(RuleArgument argument)
    {
        if (!argument.IsVariable || !argument.IsStruct)
        {
            return argument.Modifier + Filled(argument);
        }

        IrLocal whole = _locals.Create("argument", argument.Type);
        EquatableArray<IrExpression> operands = _operands.ToEquatableArray();
        _body.Add(new DeclareStatement(whole, new OpaqueExpression(Filled(argument), operands, argument.Type)));
        _after.AddRange(Stores(argument, whole));
        _operands.Add(new LocalExpression(whole));
        return $"{argument.Modifier}{{{_operands.Count - 1}}}";
    }

    private IEnumerable<IrStatement> Stores(RuleArgument argument, IrLocal whole) => argument.Leaves.Select(leaf =>
    {
        IrLocal place = _parameters[leaf.Parameter].Local;
        IrType element = ((SpanType)place.Type).Element;
        IrExpression field = leaf.Path.Aggregate((IrExpression)new LocalExpression(whole), (target, name) => new FieldExpression(target, name, element));
        return new AssignStatement(new ElementExpression(new LocalExpression(place), [ConstantExpression.Integer(0)], element), field);
    });

    private string Filled(RuleArgument argument)
    {
        string text = argument.Template;
        for (int i = 0; i < argument.Leaves.Count; i++)
        {
            text = text.Replace($"{{#{i}}}", $"{{{argument.Leaves[i].Parameter}}}{(argument.IsVariable ? "[0]" : "")}");
        }

        return text;
    }
}
