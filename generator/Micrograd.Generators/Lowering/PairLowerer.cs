using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>Lowers a call whose body cannot be put in its place, because it stands in it: the method is called through its pair.</summary>
internal sealed class PairLowerer(LoweringScope scope, ExpressionLowerer expressions)
{
    public bool CanLower(CallTarget target) => Find(target) is not null;

    /// <param name="call">The call.</param>
    /// <param name="target">What it runs.</param>
    /// <param name="receiver">What <c>this</c> is in the body, where the target does not say.</param>
    public IrExpression Lower(IInvocationOperation call, CallTarget target, Func<IrExpression>? receiver)
    {
        IMethodSymbol method = target.Method;
        if (Find(target) is not var (body, shape))
        {
            return expressions.Refuse(call, LanguageDiagnostics.Recursion, method.Name, PairObstacle.Of(method, MethodBody.Find(method.OriginalDefinition, scope) is { } own && Captures(method, own)));
        }

        if (BodyErrors.Any(body, scope))
        {
            return scope.Abandon();
        }

        INamedTypeSymbol home = HelperHome.Of(method, body, scope) is null ? scope.Home : method.ContainingType;
        string key = $"{PairRegistry.KeyOf(method)}{(IsOwn(target) ? " of the instance" : "")} in {TypeMapping.Qualify(home)}";
        if (scope.Pairs.Find(key, scope.Home) is null)
        {
            LowerMethod(key, home, method, shape, body, IsOwn(target));
        }

        // In the pair, a parameter is not known to be `this`.
        if (call.Arguments.FirstOrDefault(a => scope.State.Count > 0 && (expressions.IsSelf(a.Value) || expressions.MayBeSelf(a.Value))) is { } self)
        {
            return expressions.Refuse(self, LanguageDiagnostics.ConstructNotSupported, "'this', given to a method that is called through its pair,");
        }

        return new PairArguments(scope, expressions) { Receiver = receiver }.Call(call, target, shape, scope.Pairs.Find(key, scope.Home)!);
    }

    private (IBlockOperation Body, PairShape Shape)? Find(CallTarget target) =>
        (target.Function?.Body ?? MethodBody.Find(target.Method.OriginalDefinition, scope)) is { } body && !Captures(target.Method, body)
        && PairShape.OfBody(target.Method, ReceiverChanges.In(target.Method, body), State(target)) is { } shape
            ? (body, shape)
            : null;

    private void LowerMethod(string key, INamedTypeSymbol home, IMethodSymbol method, PairShape shape, IBlockOperation body, bool isOwn)
    {
        IrParameter[] parameters = [.. shape.Parameters];
        bool isNamable = shape.IsPlain && method.MethodKind == MethodKind.Ordinary && scope.CanName(method.OriginalDefinition);
        PairTarget target = scope.Pairs.Add(key, home, method.Name, isNamable ? NameOf(method) : null, parameters);
        MethodSignature signature = scope.Signature with { Name = method.Name, Parameters = parameters.ToEquatableArray(), ReturnType = shape.ReturnType, State = null };
        LoweringScope inner = scope.ForPair(method, signature, home.OriginalDefinition);
        TypeSubstitution.Within(TypeSubstitution.For(method, scope.Compilation), () => LowerBody(inner, method, shape, body, isOwn));
        inner.Shared.Check();
        if (inner.HasFailed)
        {
            scope.Abandon();
        }

        scope.Pairs.AddLowered(new PairedMethod(target, new MethodIr(signature, inner.Body) { NextLocalId = inner.NextLocalId, ChecksOverflow = inner.DefaultIsChecked })
        {
            IsHidden = HelperHome.IsHidden(shape, method, scope),
            Home = SymbolEqualityComparer.Default.Equals(inner.Home, scope.Marked.ContainingType) ? null : ReopenedTypes.Of(inner.Home),
        });
    }

    // A local function that reads variables of the method around it cannot stand apart from it.
    private static bool Captures(IMethodSymbol method, IBlockOperation body) => method.MethodKind == MethodKind.LocalFunction
        && body.Syntax.Parent is { } declaration
        && body.Descendants().Any(o => o is IInstanceReferenceOperation || (Variable(o) is { } variable && !variable.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == declaration.SyntaxTree && declaration.Span.Contains(r.Span))));

    private static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    // The [Parameter] members of the marked method's own instance are inputs; those of another instance are data.
    private IEnumerable<(ISymbol Member, IrType Type)>? State(CallTarget target) =>
        IsOwn(target) ? scope.State.Select(member => (member, TypeMapping.Map(member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type))) : null;

    private bool IsOwn(CallTarget target) => expressions.IsSelf(target.Receiver);

    private static string NameOf(IMethodSymbol method) =>
        $"{TypeMapping.Qualify(method.ContainingType, method)}{(method.TypeArguments is { Length: > 0 } types && !types.Any(static t => TypeSubstitution.Resolve(t) is ITypeParameterSymbol) ? $"<{string.Join(", ", types.Select(TypeMapping.Qualify))}>" : "")}";

    private static bool LowerBody(LoweringScope inner, IMethodSymbol method, PairShape shape, IBlockOperation body, bool isOwn)
    {
        inner.Receiver = shape.Receiver?.Place;
        inner.Self = isOwn ? inner.Receiver : null;
        foreach (PairPart part in shape.Given)
        {
            inner.SetPlace(method.OriginalDefinition.Parameters[((IParameterSymbol)part.Symbol!).Ordinal], part.Place);
        }

        foreach (PairPart part in shape.State)
        {
            inner.SetPlace(part.Symbol!, part.Place);
        }

        StatementLowerer statements = new(inner, new ExpressionLowerer(inner));
        if (shape.Result is null)
        {
            statements.LowerAll(body.Operations);
            return true;
        }

        StructExpression result = (StructExpression)inner.Declare("value", TypeMapping.Map(method.ReturnType), null);
        statements.StructResult = result;
        List<IrStatement> block = inner.Capture(() => statements.LowerAll(body.Operations));
        inner.Emit(new InlineStatement(block.ToEquatableArray(), null));
        foreach ((IrExpression place, IrExpression value) in shape.Result.Place.Leaves().Zip(result.Leaves(), static (p, v) => (p, v)))
        {
            inner.Emit(new AssignStatement(place, value));
        }

        return true;
    }
}
