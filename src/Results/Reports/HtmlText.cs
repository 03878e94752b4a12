using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace DeepStack.Sim.Results.Reports;

/// <summary>A page under construction. Whatever is put into an interpolated text is encoded; the text around it is markup.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds markup with encoded values in it.</summary>
    public HtmlText Add([InterpolatedStringHandlerArgument("")] Markup markup)
    {
        _ = markup;
        _text.Append('\n');
        return this;
    }

    /// <summary>Adds markup as it is.</summary>
    public HtmlText AddMarkup(string markup)
    {
        _text.Append(markup).Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>Encodes the values of an interpolated text; numbers get two digits after the point at most.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Markup
    {
        private readonly StringBuilder _text;

        public Markup(int literalLength, int formattedCount, HtmlText page)
        {
            _ = literalLength + formattedCount;
            _text = page._text;
        }

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(string value) => _text.Append(WebUtility.HtmlEncode(value));

        public void AppendFormatted(int value) => _text.Append(value);

        public void AppendFormatted(double value) => _text.Append(CultureInfo.InvariantCulture, $"{value:0.##}");
    }
}
