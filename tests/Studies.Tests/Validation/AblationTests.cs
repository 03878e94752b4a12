using DeepStack.Sim.Studies.Validation;
using DeepStack.Sim.Studies.Validation.Areas;

namespace DeepStack.Sim.Studies.Tests.Validation;

public sealed class AblationTests : IDisposable
{
    private const string Head = "step,name,batch,overlap,arch,tp,ep,ep1,dp,pp,minibatch,moe_tp_mode,total_layers,connected_layers,sm_count,smem_kib,l1_bytes_per_cycle,noc_l1_mult,noc_l2_mult,noc_l3_mult,stps\n";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void GainAndOrderAreJudgedAndStepsAreReported()
    {
        ValidationRow[] rows = Run("""
            1,tp/pp/dp only,4,0,stacked_gpu_base,256,1,1,1,1,1,none,4,4,8,256,256,1,1,1,177
            2,+ full parallel,4,0,stacked_gpu_base,16,16,4,1,1,4,none,4,4,8,256,256,1,1,1,256
            1,tp/pp/dp only,1024,0,stacked_gpu_base,8,1,1,1,32,32,none,4,4,8,256,256,1,1,1,5729
            2,+ full parallel,1024,0,stacked_gpu_base,2,64,64,1,2,512,none,4,4,8,256,256,1,1,1,21252
            """);

        Assert.Equal(4, rows.Count(row => row.Tolerance is null));
        Assert.All(rows.Where(row => row.Tolerance is not null), row => Assert.True(row.Passes, row.Case));
        Assert.True(rows.Single(row => row.Case == "ablation/batch-1024" && row.Metric == "gain of full parallelism").Ours >= 2.5);
        Assert.Contains("TP 2, PP 2, attention DP 64, EP 64", rows.Single(row => row.Case == "ablation/batch-1024/step-2").Note, StringComparison.Ordinal);
    }

    [Fact]
    public void AStepThatIsSlowerThanTheOneBeforeIsFound()
    {
        ValidationRow[] rows = Run("""
            1,new cores first,4,0,stacked_gpu_wgmma,16,16,4,1,1,4,none,4,4,8,256,256,1,1,1,256
            2,old cores after them,4,0,stacked_gpu_base,16,16,4,1,1,4,none,4,4,8,256,256,1,1,1,300
            """);

        Assert.False(rows.Single(row => row.Metric == "order of steps").Passes);
        Assert.False(rows.First(row => row.Metric == "gain of full parallelism").Passes);
    }

    private ValidationRow[] Run(string rows)
    {
        File.WriteAllText(Path.Combine(_folder, "table4_ablation.csv"), Head + rows);
        return [.. new StepsValidation().Run(new ValidationRequest(_folder))];
    }
}
