using System.Globalization;

namespace DeepStack.Sim.Presets.Tables;

/// <summary>One row of a <see cref="CsvTable"/>.</summary>
public sealed class CsvRow
{
    private readonly CsvTable _table;
    private readonly string[] _cells;

    internal CsvRow(CsvTable table, int line, string[] cells)
    {
        _table = table;
        Line = line;
        _cells = cells;
    }

    /// <summary>The row's line in its file.</summary>
    public int Line { get; }

    /// <summary>A cell as written; empty where nothing stands.</summary>
    /// <exception cref="PresetException">There is no such column.</exception>
    public string this[string column] => _cells[_table.IndexOf(column)];

    /// <summary>A cell as a number or other parsable value.</summary>
    /// <exception cref="PresetException">The cell does not hold one; the message names file, line and column.</exception>
    public T Get<T>(string column)
        where T : IParsable<T> => T.TryParse(this[column], CultureInfo.InvariantCulture, out T? value)
            ? value
            : throw Fault($"{column} is \"{this[column]}\"; expected a {typeof(T).Name}.");

    /// <summary>A fault of this row; the message gets file and line in front.</summary>
    public PresetException Fault(string message) => new($"{_table.File}:{Line}: {message}");
}
