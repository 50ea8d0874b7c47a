namespace Micrograd;

/// <summary>Declares that a parameter, field or property, or the result of a method, never carries a derivative. Storing a value that does is an error.</summary>
[AttributeUsage(
    AttributeTargets.Parameter | AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Method,
    AllowMultiple = false,
    Inherited = false)]
public sealed class NoDiffAttribute : Attribute
{
}
