using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Validation;
using DeepStack.Sim.Studies.Validation.Areas;

namespace DeepStack.Sim.Studies.Tests.Validation;

public sealed class AtlasValidationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ALayerTakesAtLeastAsLongAsItsBytesAndIsReportedWithTheReason()
    {
        File.WriteAllText(Path.Combine(_folder, "smoke.csv"), "model,platform,batch,context,milliseconds,reason\nopt-6.7b,atlas-cloud,8,2048,0.4,for no reason\n");

        ValidationRow row = new AtlasValidation().Run(new ValidationRequest(_folder)).Single();

        const double Layer = 12.0 * 4096 * 4096 * 2, Cache = 8 * 2048 * 2 * 4096 * 2.0;
        Assert.InRange(row.Ours, (Layer + Cache) / 2.048e12 * 1e3, 1.3 * (Layer + Cache) / 2.048e12 * 1e3);
        Assert.Null(row.Tolerance);
        Assert.Equal("for no reason", row.Note);
    }

    [Fact]
    public void AFolderWithoutResultsIsAFaultOfTheUser() =>
        Assert.Throws<PresetException>(() => new AtlasValidation().Run(new ValidationRequest(_folder)).ToList());
}
