using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Emit;

/// <summary>Writes the nested type that holds the [Parameter] members of an instance as leaves of the dynamic tape.</summary>
internal sealed class StateValuesEmitter(CodeWriter writer, StateSignature state, string typeReference)
{
    private const string Value = "global::Micrograd.Value";

    private readonly string _instance = Identifier.Escape(state.Instance);

    public void Emit()
    {
        writer.WriteLine($"/// <summary>The trainable members of {typeReference} on the dynamic tape.</summary>");
        writer.WriteLine(MemberDeclaration.GeneratedCode);
        writer.WriteLine($"public {(state.Hiding.Contains("Values") ? "new " : "")}sealed class Values");
        using (writer.Block())
        {
            EmitConstructor();
            writer.WriteLine();
            foreach (StateParameter parameter in state.Parameters)
            {
                writer.WriteLine($"/// <summary>The leaves made of <c>{parameter.Member}</c>.</summary>");
                writer.WriteLine($"public {Value}{(parameter.Type.IsView ? "[]" : "")} {parameter.Name} {{ get; }}");
                writer.WriteLine();
            }

            writer.WriteLine("/// <summary>All leaves, in the order of the trainable numbers.</summary>");
            writer.WriteLine($"public global::System.Collections.Generic.IReadOnlyList<{Value}> Parameters {{ get; }}");
            writer.WriteLine();
            writer.WriteLine("// What is not trainable is read from the instance.");
            writer.WriteLine($"internal {state.TypeText} Origin {{ get; }}");
            writer.WriteLine();
            writer.WriteLine("/// <summary>New leaves with the numbers that the members of an instance hold now.</summary>");
            writer.WriteLine($"/// <param name=\"{state.Instance}\">The instance.</param>");
            writer.WriteLine("/// <returns>The leaves; what is done to them changes nothing in the instance.</returns>");
            writer.WriteLine($"public static Values From({state.TypeText} {_instance}) => new Values({_instance});");
        }
    }

    private void EmitConstructor()
    {
        writer.WriteLine($"private Values({state.TypeText} {_instance})");
        using (writer.Block())
        {
            writer.WriteLine($"Origin = {_instance};");
            foreach (StateParameter parameter in state.Parameters)
            {
                string member = $"{_instance}.{Identifier.Escape(parameter.Member)}";
                writer.WriteLine(parameter.Type.IsView
                    ? $"{parameter.Name} = global::System.Array.ConvertAll({member}, static number => new {Value}(number));"
                    : $"{parameter.Name} = new {Value}({member});");
            }

            writer.WriteLine($"Parameters = [{string.Join(", ", state.Parameters.Select(static p => p.Type.IsView ? $".. {p.Name}" : p.Name))}];");
        }
    }
}
