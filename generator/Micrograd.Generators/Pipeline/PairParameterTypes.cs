using Micrograd.Generators.Analyses;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Pipeline;

/// <summary>
/// A marked method with the parameters of its pair: numbers by value, memory as a <c>Span</c> where the method writes to it and as
/// a <c>ReadOnlySpan</c> where not, which tells callers in other assemblies all they must know.
/// </summary>
internal static class PairParameterTypes
{
    /// <summary>Null for a method that needs an array as an object.</summary>
    public static MethodIr? Apply(MethodIr method)
    {
        ViewRoots roots = ViewRoots.Analyze(method.Body);
        IrParameter[] given = [.. method.Signature.Parameters];
        HashSet<int> escaping = EscapeAnalysis.EscapingClasses(method, roots);
        if (given.Any(p => p.Local.Type is ArrayType && escaping.Contains(roots.ClassOf(p.Local))))
        {
            return null;
        }

        HashSet<int> views = [.. given.Where(static p => p.Local.Type.IsView).Select(p => roots.ClassOf(p.Local))];
        HashSet<int> writable = [.. Writable(method, roots)];
        Typing typing = new(roots, views, writable);
        return method with
        {
            Signature = method.Signature with { Parameters = given.Select(p => Parameter(p, typing)).ToEquatableArray() },
            Body = typing.RewriteBlock(method.Body),
        };
    }

    // A parameter left out by WithRespectTo has no derivative of its own; for a caller it is an argument like any other.
    private static IrParameter Parameter(IrParameter parameter, Typing typing)
    {
        IrLocal local = typing.Typed(parameter.Local);
        return parameter with
        {
            Local = local,
            TypeText = local.Type == parameter.Local.Type ? parameter.TypeText : local.Type.Text,
            Role = parameter.Role == ParameterRole.Constant ? ParameterRole.Constant : ParameterRole.Independent,
            Mode = ParameterMode.Value,
            IsScoped = false,
            IsThis = false,
        };
    }

    // The memory that is stored into, or given to something that might.
    private static IEnumerable<int> Writable(MethodIr method, ViewRoots roots)
    {
        IEnumerable<IrExpression> places = method.Body.AllStatements().OfType<OpaqueStatement>().SelectMany(static s => s.Arguments)
            .Concat(method.Body.AllExpressions().SelectMany(static e => e switch
            {
                OpaqueExpression opaque => opaque.Arguments,
                PairCallExpression call => call.Arguments.Where((_, i) => call.Target.Parameters[i].Type is not SpanType { IsReadOnly: true }),
                DerivativeCallExpression call => call.Arguments.Where((_, i) => call.Target.Parameters[i].Type is not SpanType { IsReadOnly: true }),
                _ => Enumerable.Empty<IrExpression>(),
            }));
        return places.Where(static e => e.Type is ArrayType or SpanType { IsReadOnly: false }).Select(static e => e.Root()).OfType<IrLocal>().Select(roots.ClassOf)
            .Concat(method.Body.AllStatements().OfType<AssignStatement>().Where(static s => s.Target is ElementExpression).Select(static s => s.Target.Root()).OfType<IrLocal>().Select(roots.ClassOf))
            .Concat(WrittenParameters.Find(method.Signature, method.Body).Select(i => roots.ClassOf(method.Signature.Parameters[i].Local)));
    }

    private sealed class Typing(ViewRoots roots, HashSet<int> views, HashSet<int> writable) : IrRewriter
    {
        public IrLocal Typed(IrLocal local) => local.Type.IsView && views.Contains(roots.ClassOf(local)) && Typed(local, local.Type) is var type && type != local.Type ? local with { Type = type } : local;

        public override IrExpression Rewrite(IrExpression expression) => expression switch
        {
            LocalExpression local => Typed(local.Local) is var typed && typed != local.Local ? new LocalExpression(typed) : local,
            ViewExpression view when view.Root() is { } root && views.Contains(roots.ClassOf(root)) => (ViewExpression)base.Rewrite(view) with { Type = Typed(root, view.Type) },
            _ => base.Rewrite(expression),
        };

        protected override IrLocal RewriteLocal(IrLocal local) => Typed(local);

        private IrType Typed(IrLocal root, IrType type) => type switch
        {
            ArrayType { Rank: 1, Element: ScalarType or TypeParameterType } array => new SpanType(array.Element, IsReadOnly: !writable.Contains(roots.ClassOf(root))),
            SpanType span => span with { IsReadOnly = span.IsReadOnly || !writable.Contains(roots.ClassOf(root)) },
            _ => type,
        };
    }
}
