using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Validation;

namespace DeepStack.Sim.Studies.Tests.Validation;

/// <summary>Where reference files are looked for.</summary>
public sealed class ValidationDataTests : IDisposable
{
    private static readonly IValidationArea Scheduler = ValidationAreas.All.Single(a => a.Name == "scheduler");
    private readonly string _folder = Directory.CreateTempSubdirectory("data").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AFolderWithReferenceInItHoldsAllAreas()
    {
        string place = Path.Combine(_folder, "reference", "serving"), traces = Path.Combine(_folder, "traces");
        Directory.CreateDirectory(place);
        Directory.CreateDirectory(traces);

        ValidationData data = ValidationData.Find(_folder);

        Assert.Equal(place, data.FolderOf(Scheduler));
        Assert.Equal(traces, data.Traces);
    }

    [Fact]
    public void AnyOtherFolderIsThatOfTheArea()
    {
        ValidationData data = ValidationData.Find(_folder);

        Assert.Equal(_folder, data.FolderOf(Scheduler));
        Assert.Null(data.Traces);
    }

    [Fact]
    public void AnAreaWhoseFolderIsMissingHasNone()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "reference"));

        Assert.Null(ValidationData.Find(_folder).FolderOf(Scheduler));
    }

    [Fact]
    public void AFolderThatIsNotThereIsWrongInput()
    {
        var fault = Assert.Throws<PresetException>(() => ValidationData.Find(Path.Combine(_folder, "nowhere")));

        Assert.Contains("nowhere", fault.Message, StringComparison.Ordinal);
    }
}
