using System.Globalization;
using System.IO.Compression;
using CsvHelper;
using CsvHelper.Configuration;

namespace DeepStack.Sim.Presets.Tables;

/// <summary>A table of reference figures with a header line, from a .csv or .csv.gz file; cells are read by column name.</summary>
public sealed class CsvTable
{
    private readonly Dictionary<string, int> _columns;

    private CsvTable(string file, string[] header, IReadOnlyList<CsvRow> rows)
    {
        File = file;
        Header = header;
        Rows = rows;
        _columns = header.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i);
    }

    /// <summary>The file's name, as messages show it.</summary>
    public string File { get; }

    /// <summary>The column names, in file order.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The rows below the header.</summary>
    public IReadOnlyList<CsvRow> Rows { get; }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="PresetException">The file is missing, empty, truncated, or a row has another number of cells than the header.</exception>
    public static CsvTable Read(string path)
    {
        if (!System.IO.File.Exists(path)) throw new PresetException($"There is no file \"{path}\".");
        using Stream file = System.IO.File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        try
        {
            return Parse(path, reader);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new PresetException($"{path}: the compressed data is damaged or cut short.", e);
        }
    }

    /// <summary>Reads comma-separated text.</summary>
    /// <param name="file">The name to show in messages.</param>
    /// <param name="text">The text; its first line names the columns.</param>
    /// <exception cref="PresetException">There is no header, or a row has another number of cells.</exception>
    public static CsvTable Parse(string file, TextReader text)
    {
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim });
        if (!parser.Read()) throw new PresetException($"{file}:1: the file is empty; expected a line of column names.");
        string[] header = parser.Record!;
        if (header.GroupBy(name => name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new PresetException($"{file}:1: the column \"{twice.Key}\" is there twice.");
        var rows = new List<CsvRow>();
        var table = new CsvTable(file, header, rows);
        while (parser.Read())
        {
            string[] cells = parser.Record!;
            if (cells.Length != header.Length)
                throw new PresetException($"{file}:{parser.RawRow}: {cells.Length} cells; the header has {header.Length}.");
            rows.Add(new CsvRow(table, parser.RawRow, cells));
        }
        return table;
    }

    /// <summary>Whether a column is there.</summary>
    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>The index of a column.</summary>
    /// <exception cref="PresetException">There is no such column.</exception>
    public int IndexOf(string column) => _columns.TryGetValue(column, out int index)
        ? index
        : throw new PresetException($"{File}:1: there is no column \"{column}\".{Spelling.DidYouMean(column, Header)} Columns: {string.Join(", ", Header)}.");
}
