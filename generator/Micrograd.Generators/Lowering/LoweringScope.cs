using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Lowering;

/// <summary>What lowering one method accumulates: the statements so far, the place of every symbol, diagnostics and sites.</summary>
internal sealed partial class LoweringScope(LoweringRequest request, LoweringScope? outer = null, INamedTypeSymbol? home = null)
{
    private readonly Dictionary<ISymbol, IrExpression> _places = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IOperation, IrExpression> _values = [];
    private readonly HashSet<int> _temporaries = [];
    private readonly HashSet<ISymbol> _declaredEarly = new(SymbolEqualityComparer.Default);
    private readonly List<Diagnostic> _diagnostics = outer?._diagnostics ?? [];
    private readonly List<Site> _sites = outer?._sites ?? [];
    private readonly List<DeclareStatement> _tables = [];
    private readonly Dictionary<ISymbol, LocalExpression> _tableOf = new(SymbolEqualityComparer.Default);
    private int _labels;
    private readonly LocalFactory _locals = new(request.Signature.Parameters.Select(static p => p.Local.Id + 1).DefaultIfEmpty(0).Max());

    /// <summary>The statements being written: an operand's side effects are appended here before its value is used.</summary>
    public List<IrStatement> Block { get; private set; } = [];

    /// <summary>The user's statement being lowered, as text.</summary>
    public string? Source { get; set; }

    /// <summary>Where that statement stands.</summary>
    public SyntaxNode? Place { get; set; }

    public Compilation Compilation => request.Compilation;

    public IMethodSymbol Method => request.Method;

    /// <summary>The marked method, also where one that it calls is lowered by itself.</summary>
    public IMethodSymbol Marked { get; } = outer?.Marked ?? request.Method;

    /// <summary>The code goes into a method of its own, which is static.</summary>
    public bool StandsApart { get; } = outer is not null;

    /// <summary>The type that the generated code stands in.</summary>
    public INamedTypeSymbol Home { get; } = home ?? outer?.Home ?? request.Method.ContainingType;

    /// <summary>The generated code may name the symbol: it is accessible from where it stands.</summary>
    public bool CanName(ISymbol symbol) => Compilation.IsSymbolAccessibleWithin(symbol, Home);

    public PairRegistry Pairs => request.Pairs;

    public MethodSignature Signature => request.Signature;

    /// <summary>A scope for a method that is lowered by itself, to stand in that type; its diagnostics and sites are those of the marked method.</summary>
    public LoweringScope ForPair(IMethodSymbol method, MethodSignature signature, INamedTypeSymbol home) => new(request with { Method = method, Signature = signature }, this, home);

    public IMethodSymbol? FindRule(IMethodSymbol method) => request.FindRule(method);

    public CancellationToken CancellationToken => request.CancellationToken;

    public bool DefaultIsChecked { get; } = request.Compilation.Options is CSharpCompilationOptions { CheckOverflow: true };

    public LoweringBudget Budget { get; } = new();

    public LocalFunctions Functions { get; } = new();

    /// <summary>What <c>this</c> is in the body being put in place; null in the marked method itself.</summary>
    public IrExpression? Receiver { get; set; }

    /// <summary>The instance that the marked method works on; null in a static method.</summary>
    public IrExpression? Self { get; set; }

    /// <summary>The [Parameter] members of that instance.</summary>
    public IReadOnlyList<ISymbol> State { get; set; } = outer?.State ?? [];

    /// <summary>Parameters of helpers that may be <see cref="Self"/>, or another object.</summary>
    public HashSet<ISymbol> DoubtfulSelves { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The parameters of the marked method that are taken apart.</summary>
    public List<StructParameter> Structs { get; } = [];

    /// <summary>The names of those that are constant <c>Memory</c>, and stay what they are.</summary>
    public HashSet<string> ConstantMemory { get; } = [];

    public bool HasFailed { get; private set; }

    public int NextLocalId => _locals.NextId;

    public EquatableArray<IrStatement> Body => [.. _tables, .. Block];

    public ImmutableArray<Diagnostic> Diagnostics => [.. _diagnostics];

    public ImmutableArray<Site> Sites => [.. _sites];

    /// <summary>The local that names data which stays what it is, such as a static read-only array, declared once at the start of the method.</summary>
    public LocalExpression Table(ISymbol data, Func<OpaqueExpression> lower)
    {
        if (!_tableOf.TryGetValue(data, out LocalExpression table))
        {
            table = _tableOf[data] = AddTable(data.Name, lower());
        }

        return table;
    }

    /// <summary>The same for what is computed from such data without effects, once for each text.</summary>
    public LocalExpression Table(string name, OpaqueExpression value) =>
        _tables.FirstOrDefault(t => value.Equals(t.Value)) is { } known ? new LocalExpression(known.Local) : AddTable(name, value);

    private LocalExpression AddTable(string name, OpaqueExpression value)
    {
        LocalExpression table = new(_locals.Create(Identifier.Local(name), value.Type));
        _tables.Add(new DeclareStatement(table.Local, value) { Source = Source });
        return table;
    }

    /// <summary>Whether the array is outside state, where a stored derivative would be lost.</summary>
    public bool IsTable(IrExpression array) => array is LocalExpression local && _tables.Any(t => t.Local == local.Local);

    public SharedMemory Shared { get; } = new();

    public void Emit(IrStatement statement)
    {
        statement = MemoryViews.Stored(statement);
        if (MemoryViews.IsKept(statement))
        {
            Report(LanguageDiagnostics.TypeNotSupported, Place ?? Method.DeclaringSyntaxReferences[0].GetSyntax(CancellationToken), statement.StoredValue()!.Type.Text.Replace("global::", ""));
        }

        Shared.Note(statement);
        Block.Add(statement with { Source = statement.Source ?? Source });
    }

    /// <summary>Lowers into a block of its own.</summary>
    public List<IrStatement> Capture(Action lower)
    {
        List<IrStatement> outer = Block;
        List<IrStatement> inner = [];
        Block = inner;
        try
        {
            lower();
        }
        finally
        {
            Block = outer;
        }

        return inner;
    }

    public IrExpression? PlaceOf(ISymbol symbol) => _places.TryGetValue(symbol, out IrExpression? place) ? place : null;

    /// <summary>What stands for the variable from now on; a value with a name is not a temporary any more.</summary>
    public void SetPlace(ISymbol symbol, IrExpression place)
    {
        _places[symbol] = place;
        _temporaries.ExceptWith(place.Leaves().OfType<LocalExpression>().Select(static l => l.Local.Id));
    }

    /// <summary>The body is lowered once more, and the variable is declared further down.</summary>
    public void ForgetPlace(ISymbol local, IOperation before)
    {
        if (local.DeclaringSyntaxReferences[0].Span.Start > before.Syntax.SpanStart)
        {
            _places.Remove(local);
        }
    }

    /// <summary>Declares a variable of an inner block here; its own declaration only stores to it.</summary>
    public void DeclareEarly(ILocalSymbol local, ScalarType type)
    {
        _places[local] = Declare(local.Name, type, StructValues.Zero(type));
        _declaredEarly.Add(local);
    }

    public bool IsDeclaredEarly(ILocalSymbol local) => _declaredEarly.Contains(local);

    /// <summary>Notes what all symbols are now; the result gives it back to them after the same body was put in place once more.</summary>
    public Action SavePlaces()
    {
        KeyValuePair<ISymbol, IrExpression>[] places = [.. _places];
        Action restoreFunctions = Functions.Save();
        return () =>
        {
            restoreFunctions();
            foreach (KeyValuePair<ISymbol, IrExpression> place in places)
            {
                _places[place.Key] = place.Value;
            }
        };
    }

    /// <summary>The type of <c>this</c> in the body being put in place, where more is known of it than the body says.</summary>
    public ITypeSymbol? ReceiverType { get; set; }

    /// <summary>What an operation was found to be before its place in the text.</summary>
    public IrExpression? ValueOf(IOperation operation) => _values.TryGetValue(operation, out IrExpression? value) ? value : null;

    public void SetValue(IOperation operation, IrExpression value) => _values[operation] = value;

    public void ForgetValue(IOperation operation) => _values.Remove(operation);

    public IrLabel CreateLabel(string name) => new(_labels++, name);

    public IrLocal CreateLocal(string name, IrType type) => _locals.Create(name, type);

    public IrLocal CreateTemporary(string name, IrType type)
    {
        IrLocal local = _locals.Create(name, type);
        _temporaries.Add(local.Id);
        return local;
    }

    /// <summary>What the members of an object initialiser or a <c>with</c> expression belong to.</summary>
    public IrExpression? Initialized { get; set; }

    /// <summary>An array without elements.</summary>
    public IrExpression Empty(IrType array) => Bind(new NewArrayExpression([ConstantExpression.Integer(0)], ArrayStorage.Heap, array), "result");

    /// <summary>Gives the value a name here, so that it is computed once and here; a struct gets one for each field.</summary>
    public IrExpression Bind(IrExpression value, string name) =>
        value is StructExpression whole
            ? whole with { Fields = [.. whole.Fields.Select((f, i) => Bind(f, StructValues.NameOf(name, whole.Struct.Fields[i].Name)))] }
            : BindAt(Block.Count, value, name);

    public IrExpression BindAt(int index, IrExpression value, string name)
    {
        IrLocal local = CreateTemporary(name, value.Type) with { IsConstant = value.Type.IsView && value.Root() is { IsConstant: true } };
        DeclareStatement declared = new(local, value) { Source = Source };
        Shared.Note(declared);
        Block.Insert(index, declared);
        return new LocalExpression(local);
    }

    /// <summary>
    /// Undoes <see cref="Bind"/> where nothing came between: a value that is stored at once needs no name of its own.
    /// </summary>
    public IrExpression Unbind(IrExpression value)
    {
        if (value is StructExpression whole)
        {
            IrExpression[] fields = new IrExpression[whole.Fields.Count];
            for (int i = fields.Length - 1; i >= 0; i--)
            {
                fields[i] = Unbind(whole.Fields[i]);
            }

            return whole with { Fields = fields.ToEquatableArray() };
        }

        if (value is LocalExpression { Local: { } local } && _temporaries.Contains(local.Id)
            && Block.Count > 0 && Block[Block.Count - 1] is DeclareStatement { Value: { } bound } declare && declare.Local == local)
        {
            Block.RemoveAt(Block.Count - 1);
            return bound;
        }

        return value;
    }

    public int AddSite(SyntaxNode syntax, SiteKind kind = SiteKind.Code)
    {
        _sites.Add(new(syntax.GetLocation(), kind));
        return _sites.Count - 1;
    }

    /// <summary>Gives up without a word: something is being typed.</summary>
    public IrExpression Abandon()
    {
        HasFailed = true;
        return new ConstantExpression(IrType.Void, 0, "default");
    }

    /// <summary>Reports at the syntax; of a statement with statements in it, at its keyword.</summary>
    public void Report(DiagnosticDescriptor descriptor, SyntaxNode syntax, params object[] arguments)
    {
        Location location = syntax is StatementSyntax && syntax.DescendantNodes().Any(static n => n is StatementSyntax) ? syntax.GetFirstToken().GetLocation() : syntax.GetLocation();
        Diagnostic diagnostic = Diagnostic.Create(descriptor, location, arguments);
        HasFailed |= descriptor.DefaultSeverity == DiagnosticSeverity.Error;
        if (!_diagnostics.Any(d => d.Id == diagnostic.Id && d.Location == diagnostic.Location))
        {
            _diagnostics.Add(diagnostic);
        }
    }
}
