using System.IO.Compression;
using System.Text;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Presets.Tests.Tables;

public sealed class CsvTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void CellsAreReadByColumnAndRowsKnowTheirLines()
    {
        CsvTable table = Parse("name, value\nfirst,1.5\n\"second, quoted\",2\n");

        Assert.Equal(["name", "value"], table.Header);
        Assert.Equal(1.5, table.Rows[0].Get<double>("value"));
        Assert.Equal("second, quoted", table.Rows[1]["name"]);
        Assert.Equal(3, table.Rows[1].Line);
        Assert.True(table.Has("name"));
        Assert.False(table.Has("none"));
    }

    [Fact]
    public void CompressedFilesReadAsPlainOnes()
    {
        string path = Path.Combine(_folder, "t.csv.gz");
        File.WriteAllBytes(path, Compressed("a,b\n1,2\n"));

        Assert.Equal(2, CsvTable.Read(path).Rows[0].Get<long>("b"));
    }

    [Fact]
    public void ACompressedFileCutShortIsRefused()
    {
        string path = Path.Combine(_folder, "t.csv.gz");
        byte[] whole = Compressed("a,b\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i},{i * 7919 % 10_007}\n")));
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);

        Assert.Equal($"{path}: the compressed data is damaged or cut short.", Assert.Throws<PresetException>(() => CsvTable.Read(path)).Message);
    }

    [Theory]
    [InlineData("", "t.csv:1: the file is empty; expected a line of column names.")]
    [InlineData("a,b\n1\n", "t.csv:2: 1 cells; the header has 2.")]
    [InlineData("a,a\n1,2\n", "t.csv:1: the column \"a\" is there twice.")]
    public void AWrongTableSaysWhere(string text, string message) =>
        Assert.Equal(message, Assert.Throws<PresetException>(() => Parse(text)).Message);

    [Fact]
    public void AWrongCellSaysWhere()
    {
        CsvTable table = Parse("name,value\nx,y\n");

        Assert.Equal("t.csv:2: value is \"y\"; expected a Double.", Assert.Throws<PresetException>(() => table.Rows[0].Get<double>("value")).Message);
        Assert.Equal(
            "t.csv:1: there is no column \"valu\". Did you mean \"value\"? Columns: name, value.",
            Assert.Throws<PresetException>(() => table.Rows[0]["valu"]).Message);
    }

    [Fact]
    public void AMissingFileIsNamed() =>
        Assert.Equal("There is no file \"nowhere.csv\".", Assert.Throws<PresetException>(() => CsvTable.Read("nowhere.csv")).Message);

    private static CsvTable Parse(string text) => CsvTable.Parse("t.csv", new StringReader(text));

    private static byte[] Compressed(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }
}
