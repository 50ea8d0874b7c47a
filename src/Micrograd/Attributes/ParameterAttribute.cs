namespace Micrograd;

/// <summary>Marks a field or property of a partial class or struct as trainable state: the generator gives the type its gradients, its values on the tape, and copies from and to a flat span.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = false)]
public sealed class ParameterAttribute : Attribute
{
}
