using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Validation;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Studies.Validation.Fused;

namespace DeepStack.Sim.Studies.Tests.Validation;

public sealed class FusedKernelTests : IDisposable
{
    private const string Head = "row,kernel,m,n,k,tokens,routed_experts,topk,heads,seqlen,ranks,comm_bytes_per_pair,deepstack_us,measured_us\n";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void EveryKindIsJudged()
    {
        Write("h100", """
            0,ag_gemm,8192,3584,8192,,,,,,8,16777216,1,750
            1,gemm_rs,8192,14336,512,,,,,,8,29360128,1,778
            2,moe_gemm_reduce_ar,32768,8192,1024,1024,128,32,,,8,67108864,1,1950
            3,ep_all_to_all_dispatch,4096,7168,,,256,8,,,8,58720256,1,1517
            4,ulysses_a2a_gemm,1024,8192,8192,,,,64,8192,8,16777216,1,369
            """);

        ValidationRow[] rows = [.. new KernelsValidation().Run(new ValidationRequest(_folder))];

        ValidationRow median = rows.Single(row => row.Case == "h100/fused" && row.Metric == "median error");
        Assert.Equal(0.10, median.Tolerance);
        Assert.StartsWith("5 rows not fitted", median.Note, StringComparison.Ordinal);
        Assert.True(median.Passes);
        Assert.True(rows.Single(row => row.Case == "h100/fused without overlap").Error > median.Error);
        Assert.Equal(5, rows.Count(row => row.Metric == "median error by format"));
        ValidationRow closed = rows.Single(row => row.Case == "h100/fused closed form");
        Assert.Equal(("mean error", 0.10), (closed.Metric, closed.Tolerance));
        Assert.True(closed.Passes);
        Assert.NotEqual(rows.Single(row => row.Case == "h100/fused ulysses_a2a_gemm").Error, closed.Error);
    }

    [Fact]
    public void EachHeadCostsAnIssueForEveryOtherDevice()
    {
        PlatformSpec platform = PlatformPreset.Open("h100-8");
        var predictor = new FusedPredictor(platform);
        MeasuredFused few = new(MeasuredFused.HeadsProduct, 1024, 8192, 8192, 0, 0, 0, Heads: 64, Ranks: 8, Bytes.FromCount(1 << 24), Duration.Zero);

        Duration more = predictor.Predict(few with { Heads = 128 }) - predictor.Predict(few);

        Assert.Equal(platform.Device.Compute.Launch.Kernel * (64 / 8 * 7), more);
    }

    [Fact]
    public void AMachineWithoutPresetIsNamed()
    {
        Write("abacus", "0,ag_gemm,8192,3584,8192,,,,,,8,16777216,1,750\n");

        Assert.Contains("no platform preset", new KernelsValidation().Run(new ValidationRequest(_folder)).Single().Note, StringComparison.Ordinal);
    }

    [Fact]
    public void AKernelThatIsNotKnownIsNamedWithItsLine()
    {
        Write("h100", "0,gemm_gemm,8192,3584,8192,,,,,,8,16777216,1,750\n");

        var fault = Assert.Throws<PresetException>(() => new KernelsValidation().Run(new ValidationRequest(_folder)).ToList());
        Assert.Contains("fig08_h100_kernels.csv:2: the kernel \"gemm_gemm\" is not known here", fault.Message, StringComparison.Ordinal);
    }

    private void Write(string device, string rows) => File.WriteAllText(Path.Combine(_folder, $"fig08_{device}_kernels.csv"), Head + rows);
}
