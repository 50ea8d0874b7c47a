using System.Text.RegularExpressions;
using System.Xml.Linq;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>Reads what the user wrote above a method, for the documentation of the generated members.</summary>
internal static class DocumentationReader
{
    private static readonly Regex WhiteSpace = new(@"\s+", RegexOptions.CultureInvariant);

    public static MethodDocumentation? Read(IMethodSymbol method, CancellationToken cancellationToken)
    {
        string? xml = method.GetDocumentationCommentXml(cancellationToken: cancellationToken);
        if (string.IsNullOrWhiteSpace(xml) || Parse(xml!) is not XElement member || Inner(member.Element("summary")) is not { Length: > 0 } summary)
        {
            return null;
        }

        return new(summary, method.Parameters.Select(parameter => Inner(member.Elements("param").FirstOrDefault(
            element => (string?)element.Attribute("name") == parameter.Name))).ToEquatableArray());
    }

    private static XElement? Parse(string xml)
    {
        try
        {
            return XElement.Parse(xml);
        }
        catch (System.Xml.XmlException)
        {
            // Half-typed documentation: the compiler says so where it stands.
            return null;
        }
    }

    private static string Inner(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        // A reference that did not resolve arrives as "!:Name", which the compiler would report again here.
        foreach (XElement broken in element.Descendants().Where(static e => ((string?)e.Attribute("cref"))?.StartsWith("!:", StringComparison.Ordinal) == true).ToList())
        {
            broken.ReplaceWith(new XElement("c", ((string)broken.Attribute("cref")).Substring(2)));
        }

        return WhiteSpace.Replace(string.Concat(element.Nodes().Select(static node => node.ToString(SaveOptions.DisableFormatting))), " ").Trim();
    }
}
