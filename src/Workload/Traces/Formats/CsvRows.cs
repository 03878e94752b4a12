using System.Globalization;

namespace DeepStack.Sim.Workload.Traces.Formats;

/// <summary>The rows of a comma-separated trace, cells found by column name.</summary>
internal sealed class CsvRows
{
    private readonly TraceText _text;
    private readonly TraceBuilder _builder;
    private readonly List<string> _header;
    private List<string> _cells = [];

    /// <summary>Reads the line of column names.</summary>
    public CsvRows(TraceText text, TraceBuilder builder)
    {
        _text = text;
        _builder = builder;
        string? line = text.ReadLine();
        while (line is not null && string.IsNullOrWhiteSpace(line)) line = text.ReadLine();
        _header = Split(line ?? "");
    }

    /// <summary>The row's line.</summary>
    public int Line => _text.Line;

    /// <summary>The index of a column, or -1.</summary>
    public int Find(string column) => _header.IndexOf(column);

    /// <summary>Goes to the next row with as many cells as the header; others are faults.</summary>
    public bool Next()
    {
        while (!_builder.IsFull && _text.ReadLine() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            _cells = Split(line);
            if (_cells.Count == _header.Count) return true;
            _builder.Fault(Line, $"the row has {_cells.Count} cells; the header has {_header.Count}");
        }
        return false;
    }

    /// <summary>A cell as text.</summary>
    public string Text(int column) => _cells[column];

    /// <summary>A number of tokens from a minimum; null, with a fault noted, where there is none.</summary>
    public int? Tokens(int column, int min = 1)
    {
        if (int.TryParse(_cells[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int tokens) && tokens >= min && tokens <= TraceBuilder.MostTokens) return tokens;
        _builder.Fault(Line, $"{_header[column]} is \"{Shorten(_cells[column])}\"; expected a whole number of tokens from {min}");
        return null;
    }

    /// <summary>A number of seconds in picoseconds; null, with a fault noted, where there is none.</summary>
    public Int128? Seconds(int column)
    {
        if (decimal.TryParse(_cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out decimal seconds) && TraceBuilder.Picoseconds(seconds) is { } picoseconds) return picoseconds;
        _builder.Fault(Line, $"{_header[column]} is \"{Shorten(_cells[column])}\"; expected seconds");
        return null;
    }

    /// <summary>A number from 0 to a maximum; null, with a fault noted, where there is none.</summary>
    public double? Number(int column, double max = 1e8)
    {
        if (double.TryParse(_cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0 && number <= max) return number;
        _builder.Fault(Line, $"{_header[column]} is \"{Shorten(_cells[column])}\"; expected a number from 0 to {max.ToString(CultureInfo.InvariantCulture)}");
        return null;
    }

    /// <summary>Notes a fault of a cell; the message follows the column's name and what stands there.</summary>
    public void Fault(int column, string message) => _builder.Fault(Line, $"{_header[column]} is \"{Shorten(_cells[column])}\"; {message}");

    private static string Shorten(string cell) => cell.Length <= 40 ? cell : cell[..40] + "...";

    /// <summary>The cells of a line, trimmed, without the quotes around them.</summary>
    public static List<string> Split(string line)
    {
        if (line.Contains('"', StringComparison.Ordinal)) return SplitQuoted(line);
        var cells = new List<string>(8);
        for (int from = 0; ;)
        {
            int comma = line.IndexOf(',', from);
            cells.Add((comma < 0 ? line.AsSpan(from) : line.AsSpan(from, comma - from)).Trim().ToString());
            if (comma < 0) return cells;
            from = comma + 1;
        }
    }

    private static List<string> SplitQuoted(string line)
    {
        var cells = new List<string>(8);
        var cell = new System.Text.StringBuilder();
        bool quoted = false;
        foreach (char c in line)
        {
            if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) Close();
            else cell.Append(c);
        }
        Close();
        return cells;

        void Close()
        {
            cells.Add(cell.ToString().Trim());
            cell.Clear();
        }
    }
}
