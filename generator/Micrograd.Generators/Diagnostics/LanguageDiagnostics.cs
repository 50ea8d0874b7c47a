using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Diagnostics;

/// <summary>MGRAD01xx: C# in a differentiated method that cannot be differentiated, or cannot yet.</summary>
internal static class LanguageDiagnostics
{
    public static readonly DiagnosticDescriptor ConstructNotSupported = Error(
        "MGRAD0101",
        "Construct cannot be differentiated",
        "{0} has no derivative rule, so a gradient through it would be wrong; write it with loops, conditions and calls, or move it to a method marked [NoDiff] if it carries no derivative");

    public static readonly DiagnosticDescriptor AsyncOrIterator = Error(
        "MGRAD0102",
        "Asynchronous code and iterators cannot be differentiated",
        "{0} suspends the method, and a reverse sweep cannot run backwards through a suspension; await or enumerate before the call and pass the values in");

    public static readonly DiagnosticDescriptor Pointer = Error(
        "MGRAD0103",
        "Pointers cannot be differentiated",
        "{0} reaches memory whose derivative cannot be found; use spans, whose slices and elements are differentiated");

    public static readonly DiagnosticDescriptor Dynamic = Error(
        "MGRAD0104",
        "Dynamic operations cannot be differentiated",
        "{0} is resolved at run time, so the derivative cannot be known at compile time; give the operands their static types");

    public static readonly DiagnosticDescriptor Decimal = Error(
        "MGRAD0105",
        "decimal carries no derivative",
        "'{0}' is a decimal, which carries no derivative; compute in double, or convert in a method marked [NoDiff]");

    public static readonly DiagnosticDescriptor ExceptionHandling = Error(
        "MGRAD0106",
        "Exception handling cannot be differentiated yet",
        "{0} makes the path through the method depend on exceptions, which the reverse sweep does not follow; test for the condition with if, or catch in the caller");

    public static readonly DiagnosticDescriptor Cleanup = Error(
        "MGRAD0130",
        "Cleanup cannot be kept as it is",
        "The cleanup '{0}' runs beside the derivative, so it may only call methods and change fields: it may not declare or change variables of the method, leave it, or use floating-point numbers and arrays of the method; move it to a method, or to the caller");

    public static readonly DiagnosticDescriptor LockOnMemory = Error(
        "MGRAD0131",
        "Lock on an array of the method",
        "The gradient has '{0}' as memory, not as an object that can be locked; lock on another object");

    public static readonly DiagnosticDescriptor Jump = Error(
        "MGRAD0107",
        "Jump cannot be differentiated yet",
        "{0} leaves the structure of loops and conditions that the reverse sweep mirrors; use a loop with break and continue, or a helper method with return");

    public static readonly DiagnosticDescriptor Function = Error(
        "MGRAD0108",
        "Delegate cannot be differentiated yet",
        "{0} runs code that is not known at this place; call a static method or a local function by its name, or mark the method that uses the delegate [NoDiff]");

    public static readonly DiagnosticDescriptor Query = Error(
        "MGRAD0109",
        "Query cannot be differentiated yet",
        "{0} enumerates through delegates, which carry no derivative; write the loop");

    public static readonly DiagnosticDescriptor Recursion = Error(
        "MGRAD0110",
        "Recursion cannot be differentiated yet",
        "'{0}' calls itself, directly or through others, and cannot be split into two halves, for it {1}; write the recursion as a loop, or mark '{0}' [NoDiff] if it carries no derivative");

    public static readonly DiagnosticDescriptor MethodTooLarge = Error(
        "MGRAD0111",
        "Method is too large to be differentiated in one piece",
        "'{0}' {1}; call a large helper in fewer places, for example in a loop, and give the parts of a long expression names");

    public static readonly DiagnosticDescriptor TypeNotSupported = Error(
        "MGRAD0112",
        "Type cannot carry a derivative yet",
        "A value of type '{0}' could carry a derivative that would be lost; keep its numbers in double or float locals, arrays or spans, or compute it in a method marked [NoDiff]");

    public static readonly DiagnosticDescriptor RefLocal = Error(
        "MGRAD0113",
        "Reference to a variable cannot be differentiated yet",
        "A {0} makes two names for one variable, which the reverse sweep cannot tell apart yet; use the variable, the array element or a span slice itself");

    public static readonly DiagnosticDescriptor Pattern = Error(
        "MGRAD0114",
        "Pattern cannot be differentiated yet",
        "{0} takes a value apart in a way that the reverse sweep does not follow; compare with constants, or use if and comparisons");

    public static readonly DiagnosticDescriptor CallNotSupported = Error(
        "MGRAD0115",
        "Call cannot be differentiated yet",
        "'{0}' is {1}, whose body cannot be put in place of the call; make it static or its class sealed, pass a struct through a type parameter, or mark it [NoDiff] if it carries no derivative");

    public static readonly DiagnosticDescriptor ArrayByReference = Error(
        "MGRAD0116",
        "Array or span passed by reference",
        "'{0}' passes an array or span variable by reference, so that its derivative would have to change place too; return the new array or span, or pass it by value and change its elements");

    public static readonly DiagnosticDescriptor IndexValue = Error(
        "MGRAD0117",
        "Index or range value cannot be differentiated",
        "A value of type {0} hides which elements are meant; write the index (x[i], x[^1]) or range (x[a..b]) at the access");

    public static readonly DiagnosticDescriptor UnknownByReference = Error(
        "MGRAD0118",
        "Place passed by reference to a method without a body",
        "'{0}' may change more than the numbers it is given by reference, and its body is not in this compilation; give it a local variable of its own, or call it in a method marked [NoDiff]");

    public static readonly DiagnosticDescriptor ViewChosenByStatements = Error(
        "MGRAD0119",
        "Span chosen in a way that needs statements",
        "This span is chosen by a switch expression or by a helper that returns in several places; choose with '?:', or assign a local in each branch, or use arrays");

    public static readonly DiagnosticDescriptor AssignmentTarget = Error(
        "MGRAD0120",
        "Assignment target cannot be differentiated yet",
        "'{0}' is not a local, parameter or element, so a derivative stored there would be lost; assign to a local, or return the value");

    public static readonly DiagnosticDescriptor Inaccessible = Error(
        "MGRAD0121",
        "Member of a helper is not accessible",
        "'{0}' is not accessible from '{1}', where the generated code stands; {2}");

    public static readonly DiagnosticDescriptor ParameterChanged = Error(
        "MGRAD0122",
        "Trainable state is changed",
        "'{0}' is a [Parameter], which a differentiated method cannot change: its derivative is taken with respect to one value of it; work on a local copy, or set it in another method");

    public static readonly DiagnosticDescriptor AliasedReference = Error(
        "MGRAD0124",
        "Reference into memory that the method is given as well",
        "'{0}' is a place that '{1}' also knows as '{2}', and the derivative of a recursive method keeps what a reference holds apart; pass the array or span and an index, or a local variable");

    public static readonly DiagnosticDescriptor TypeParameterMember = Error(
        "MGRAD0125",
        "Member of a type parameter",
        "'{0}' belongs to the type parameter '{1}', and {2}, so its derivative is known only where '{3}' is called with a type; mark a method that does so, and remove [Differentiable] here");

    public static readonly DiagnosticDescriptor InheritedParameter = Error(
        "MGRAD0123",
        "Trainable state of a base type",
        "'{0}' is a [Parameter] of '{1}', whose derivative the gradients of '{2}' have no place for; move the member to '{2}', mark the method in '{1}', or remove [Parameter] to make it constant data");

    public static readonly DiagnosticDescriptor Nondeterministic = new(
        "MGRAD0310",
        "Differentiated method depends on chance or time",
        "'{0}' gives a different value at each call, so the gradient is that of one random function and finite differences will not agree with it; draw the value in the caller and pass it in",
        DiagnosticCategories.Cost,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For("MGRAD0310"));

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, DiagnosticCategories.Language, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLinks.For(id));
}
