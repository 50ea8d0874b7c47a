using Micrograd.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// The edge of the language: every kind of operation is lowered, belongs to one that is, or has a diagnostic here.
/// A test enumerates the kinds and fails on one that is in no column.
/// </summary>
internal static class LanguageFence
{
    /// <summary>Kinds that are lowered by themselves.</summary>
    public static IEnumerable<OperationKind> Handled => [.. ExpressionLowerer.Table.Keys, .. StatementLowerer.Table.Keys, .. Parts];

    /// <summary>Kinds that are lowered as part of the operation that holds them.</summary>
    public static IReadOnlyCollection<OperationKind> Parts { get; } =
    [
        OperationKind.Invalid, OperationKind.MethodBody, OperationKind.ConstructorBody, OperationKind.Attribute,
        OperationKind.VariableDeclaration, OperationKind.VariableDeclarator, OperationKind.VariableInitializer, OperationKind.ArrayInitializer,
        OperationKind.Argument, OperationKind.Parenthesized, OperationKind.Discard, OperationKind.Range,
        OperationKind.SwitchCase, OperationKind.CaseClause, OperationKind.SwitchExpressionArm,
        OperationKind.ConstantPattern, OperationKind.RelationalPattern, OperationKind.BinaryPattern, OperationKind.NegatedPattern,
        OperationKind.DiscardPattern, OperationKind.RecursivePattern,
        OperationKind.InterpolatedStringText, OperationKind.Interpolation, OperationKind.ConditionalAccessInstance,
        OperationKind.InterpolatedStringHandlerCreation, OperationKind.InterpolatedStringAddition, OperationKind.InterpolatedStringAppendLiteral,
        OperationKind.InterpolatedStringAppendFormatted, OperationKind.InterpolatedStringAppendInvalid, OperationKind.InterpolatedStringHandlerArgumentPlaceholder,
        OperationKind.ObjectOrCollectionInitializer, OperationKind.MemberInitializer, OperationKind.OmittedArgument,

        // CollectionElementInitializer, which the compiler no longer makes and whose name it no longer lets one write.
        (OperationKind)0x34,
    ];

    /// <summary>Kinds outside the language, with what is said about each.</summary>
    public static IReadOnlyDictionary<OperationKind, (DiagnosticDescriptor Descriptor, string What)> Refused { get; } =
        new Dictionary<OperationKind, (DiagnosticDescriptor, string)>
        {
            [OperationKind.Await] = (LanguageDiagnostics.AsyncOrIterator, "await"),
            [OperationKind.YieldReturn] = (LanguageDiagnostics.AsyncOrIterator, "yield return"),
            [OperationKind.YieldBreak] = (LanguageDiagnostics.AsyncOrIterator, "yield break"),
            [OperationKind.AddressOf] = (LanguageDiagnostics.Pointer, "The address-of operator"),
            [OperationKind.FunctionPointerInvocation] = (LanguageDiagnostics.Pointer, "A call through a function pointer"),
            [OperationKind.DynamicObjectCreation] = (LanguageDiagnostics.Dynamic, "This creation"),
            [OperationKind.DynamicMemberReference] = (LanguageDiagnostics.Dynamic, "This member access"),
            [OperationKind.DynamicInvocation] = (LanguageDiagnostics.Dynamic, "This call"),
            [OperationKind.DynamicIndexerAccess] = (LanguageDiagnostics.Dynamic, "This index access"),
            [OperationKind.CatchClause] = (LanguageDiagnostics.ExceptionHandling, "catch"),
            [OperationKind.UsingDeclaration] = (LanguageDiagnostics.ExceptionHandling, "using"),
            [OperationKind.Branch] = (LanguageDiagnostics.Jump, "goto"),
            [OperationKind.AnonymousFunction] = (LanguageDiagnostics.Function, "A lambda"),
            [OperationKind.DelegateCreation] = (LanguageDiagnostics.Function, "A delegate"),
            [OperationKind.MethodReference] = (LanguageDiagnostics.Function, "A method group"),
            [OperationKind.TranslatedQuery] = (LanguageDiagnostics.Query, "A query expression"),
            [OperationKind.DeclarationPattern] = (LanguageDiagnostics.Pattern, "A declaration pattern"),
            [OperationKind.TypePattern] = (LanguageDiagnostics.Pattern, "A type pattern"),
            [OperationKind.PropertySubpattern] = (LanguageDiagnostics.Pattern, "A property pattern"),
            [OperationKind.ListPattern] = (LanguageDiagnostics.Pattern, "A list pattern"),
            [OperationKind.SlicePattern] = (LanguageDiagnostics.Pattern, "A slice pattern"),
            [OperationKind.AnonymousObjectCreation] = (LanguageDiagnostics.ConstructNotSupported, "An anonymous object"),
            [OperationKind.CoalesceAssignment] = (LanguageDiagnostics.ConstructNotSupported, "The operator ??="),
            [OperationKind.EventAssignment] = (LanguageDiagnostics.ConstructNotSupported, "An event subscription"),
            [OperationKind.Spread] = (LanguageDiagnostics.ConstructNotSupported, "A spread element"),
            [OperationKind.InlineArrayAccess] = (LanguageDiagnostics.ConstructNotSupported, "An inline array"),
            [OperationKind.Range] = (LanguageDiagnostics.IndexValue, "System.Range"),
            [OperationKind.Utf8String] = (LanguageDiagnostics.ConstructNotSupported, "A UTF-8 string"),
            [OperationKind.None] = (LanguageDiagnostics.ConstructNotSupported, "This construct"),

            // Initialisers of members stand outside method bodies; the rest is Visual Basic, or appears in control-flow graphs only.
            [OperationKind.FieldInitializer] = (LanguageDiagnostics.ConstructNotSupported, "A field initialiser"),
            [OperationKind.PropertyInitializer] = (LanguageDiagnostics.ConstructNotSupported, "A property initialiser"),
            [OperationKind.ParameterInitializer] = (LanguageDiagnostics.ConstructNotSupported, "A parameter initialiser"),
            [OperationKind.Stop] = (LanguageDiagnostics.ConstructNotSupported, "Stop"),
            [OperationKind.End] = (LanguageDiagnostics.ConstructNotSupported, "End"),
            [OperationKind.RaiseEvent] = (LanguageDiagnostics.ConstructNotSupported, "RaiseEvent"),
            [OperationKind.ReDim] = (LanguageDiagnostics.ConstructNotSupported, "ReDim"),
            [OperationKind.ReDimClause] = (LanguageDiagnostics.ConstructNotSupported, "ReDim"),
            [OperationKind.FlowCapture] = (LanguageDiagnostics.ConstructNotSupported, "A flow capture"),
            [OperationKind.FlowCaptureReference] = (LanguageDiagnostics.ConstructNotSupported, "A flow capture"),
            [OperationKind.FlowAnonymousFunction] = (LanguageDiagnostics.ConstructNotSupported, "A flow capture"),
            [OperationKind.IsNull] = (LanguageDiagnostics.ConstructNotSupported, "A flow capture"),
            [OperationKind.CaughtException] = (LanguageDiagnostics.ConstructNotSupported, "A flow capture"),
            [OperationKind.StaticLocalInitializationSemaphore] = (LanguageDiagnostics.ConstructNotSupported, "A static local"),
        };

    /// <summary>Reports the operation by its kind; a kind that a newer compiler invented gets the general words.</summary>
    public static void Report(LoweringScope scope, IOperation operation)
    {
        (DiagnosticDescriptor descriptor, string what) = TypeMapping.IsFloatingStruct(operation.Type) ? (LanguageDiagnostics.TypeNotSupported, TypeMapping.Describe(operation.Type!))
            : operation.Type?.SpecialType == SpecialType.System_Decimal ? (LanguageDiagnostics.Decimal, StatementText.Of(operation.Syntax))
            : operation.Type is IDynamicTypeSymbol || operation.ChildOperations.Any(static o => o.Type is IDynamicTypeSymbol) ? (LanguageDiagnostics.Dynamic, $"'{StatementText.Of(operation.Syntax)}'")
            : operation is IRecursivePatternOperation { DeclaredSymbol: not null } ? (LanguageDiagnostics.Pattern, "A pattern that declares a variable")
            : operation.Type is IPointerTypeSymbol || operation.ChildOperations.Any(static o => o.Type is IPointerTypeSymbol) ? (LanguageDiagnostics.Pointer, $"'{StatementText.Of(operation.Syntax)}'")
            : Refused.TryGetValue(operation.Kind, out (DiagnosticDescriptor, string) known) ? known
            : (LanguageDiagnostics.ConstructNotSupported, $"'{StatementText.Of(operation.Syntax)}'");
        scope.Report(descriptor, operation.Syntax, what);
    }

    /// <summary>Operations that cannot be carried over as text either, because their meaning depends on the method they stand in.</summary>
    public static bool IsRefusedInText(IOperation operation) =>
        operation.Kind is OperationKind.Await or OperationKind.AddressOf or OperationKind.DynamicInvocation or OperationKind.DynamicMemberReference
            or OperationKind.DynamicObjectCreation or OperationKind.DynamicIndexerAccess or OperationKind.FunctionPointerInvocation or OperationKind.TranslatedQuery
            or OperationKind.DeclarationPattern or OperationKind.DeclarationExpression
        || operation is IRecursivePatternOperation { DeclaredSymbol: not null }
        || operation.Type is IDynamicTypeSymbol or { SpecialType: SpecialType.System_Decimal };
}
