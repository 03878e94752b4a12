using System.Globalization;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Validation;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Studies.Validation.Kernels;

namespace DeepStack.Sim.Studies.Tests.Validation;

public sealed class KernelsValidationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AFolderWithAnotherDeviceIsScoredAndOneWithoutPresetIsNamed()
    {
        WriteProducts("h100_pcie");
        WriteProducts("abacus");

        ValidationRow[] rows = [.. new KernelsValidation().Run(new ValidationRequest(_folder))];

        Assert.Contains("no platform preset", rows.Single(row => row.Case == "abacus").Note, StringComparison.Ordinal);
        ValidationRow median = rows.Single(row => row.Case == "h100_pcie/gemm" && row.Metric == "median error");
        Assert.Equal(0.10, median.Tolerance);
        Assert.Contains("for fitting", median.Note, StringComparison.Ordinal);
        Assert.Contains("roofline", median.Note, StringComparison.Ordinal);
        Assert.Contains(rows, row => row.Case == "h100_pcie/gemm without split of k");
        Assert.True(rows.Single(row => row.Case.EndsWith("against event fidelity", StringComparison.Ordinal)).Passes);
    }

    [Fact]
    public void AnEmptyFolderIsAFaultOfTheUser() =>
        Assert.Throws<PresetException>(() => new KernelsValidation().Run(new ValidationRequest(_folder)).ToArray());

    [Fact]
    public void FittingWritesLinesOfAPreset()
    {
        WriteProducts("h100_pcie");
        string file = Path.Combine(_folder, "fit.yaml");

        _ = new KernelsValidation().Run(new ValidationRequest(_folder) { FitFile = file }).ToArray();

        Assert.Matches(@"launch\.kernel: \{ value: [\d.]+ us, kind: fitted, source: ", File.ReadAllText(file));
    }

    [Fact]
    public void AboutATenthOfTheRowsIsDrawnForFitting() =>
        Assert.InRange(Enumerable.Range(0, 10_000).Count(i => SeededHash.Of($"gemm bfloat16 {i} {i * 7} 4096") % 10 == 0), 900, 1100);

    [Fact]
    public void DrawnLoadsAreUnevenAndKeepTheRows()
    {
        var load = BenchmarkLoads.Of(128, 8, 1024, 1, 1.2);

        Assert.InRange(load.TotalRows, 0.9 * 8 * 1024, 1.05 * 8 * 1024);
        Assert.True(load.Rows[0] > 4 * load.Rows[64]);
    }

    [Fact]
    public void ProductsThatTheHostIssuesSlowlyTakeItsTimeAndAreScoredApart()
    {
        using (var file = new System.IO.Compression.GZipStream(File.Create(Path.Combine(_folder, "kernel_h100_pcie_gemm.csv.gz")), System.IO.Compression.CompressionLevel.Fastest))
        using (var text = new StreamWriter(file))
        {
            text.Write("device,gemm_dtype,m,n,k,latency_ms\n");
            for (int i = 1; i <= 20; i++) text.Write(string.Create(CultureInfo.InvariantCulture, $"x,fp8_block,{i},{1024 + i},2048,0.060\n"));
        }

        ValidationRow[] rows = [.. new KernelsValidation().Run(new ValidationRequest(_folder))];

        ValidationRow median = rows.Single(row => row.Case == "h100_pcie/gemm fp8_block" && row.Metric == "median error");
        Assert.Null(median.Tolerance);
        Assert.InRange(median.Error, 0, 0.01);
        Assert.True(rows.Single(row => row.Case == "h100_pcie/gemm fp8_block without host").Error > 0.5);
    }

    [Fact]
    public void KernelsOfAModelAreReadByTheNamesOfDeviceAndModel()
    {
        File.WriteAllText(Path.Combine(_folder, "kernels_rtxpro6000_qwen3_32b_tp2_layers.csv"), "layer,unit,n,time_us\nqkv_proj,tokens,8,40\nsampler,sequences,8,9\n");
        File.WriteAllText(Path.Combine(_folder, "kernels_rtxpro6000_nobodys_3b_tp1_layers.csv"), "layer,unit,n,time_us\nqkv_proj,tokens,8,40\n");
        File.WriteAllText(Path.Combine(_folder, "kernels_rtxpro6000_qwen3_32b_tp2_attention.csv"), "prefill_chunk,kv_prefill,n_decode,kv_decode,time_us\n0,0,8,1024,20\n512,0,0,0,60\n512,0,8,1024,90\n");

        ValidationRow[] rows = [.. new KernelsValidation().Run(new ValidationRequest(_folder))];

        Assert.Equal(["rtxpro6000/decode attention of a layer", "rtxpro6000/products of a layer", "rtxpro6000/prompt attention of a layer"], rows.Select(row => row.Case).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Contains(" of 1 rows", row.Note, StringComparison.Ordinal));
    }

    private void WriteProducts(string device)
    {
        using var file = new System.IO.Compression.GZipStream(File.Create(Path.Combine(_folder, $"kernel_{device}_gemm.csv.gz")), System.IO.Compression.CompressionLevel.Fastest);
        using var text = new StreamWriter(file);
        text.Write("device,gemm_dtype,m,n,k,latency_ms\n");
        for (int i = 1; i <= 60; i++)
            text.Write(string.Create(CultureInfo.InvariantCulture, $"x,bfloat16,{i * 16},1024,2048,{0.006 + 0.0001 * i}\n"));
    }
}
