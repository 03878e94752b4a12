using System.Xml.Linq;

namespace DeepStack.Sim.Architecture.Tests;

public sealed class FloorTests
{
    [Fact]
    public void EveryRoomStandsOnAFloor() => Faults.None(House.Rooms.Where(room => House.FloorOf(room) < 0));

    [Fact]
    public void ProjectsReferToLowerFloorsOnly() =>
        Faults.None(House.Rooms.SelectMany(room => House.ReferencesOf(room).Where(other => !IsBelow(other, room)).Select(other => $"{room} refers to {other}")));

    [Fact]
    public void SourcesNameLowerFloorsOnly() =>
        Faults.None(House.Files.SelectMany(file => file.RoomsNamed.Where(other => other != file.Room && !IsBelow(other, file.Room)).Select(other => $"{file} names {other}")));

    [Fact]
    public void ARoomRefersToEveryRoomItNames() =>
        Faults.None(House.Files.SelectMany(file => file.RoomsNamed
            .Where(other => other != file.Room && other != "EventKernel" && !House.ReferencesOf(file.Room).Contains(other))
            .Select(other => $"{file} names {other} without a reference")));

    [Fact]
    public void CoreStandsOnNothing()
    {
        XDocument core = House.ProjectOf("Core");

        Assert.Empty(core.Descendants("PackageReference"));
        Assert.Empty(core.Descendants("ProjectReference"));
    }

    [Fact]
    public void VersionsStandInOnePlace() =>
        Faults.None(House.Rooms.Where(room => House.ProjectOf(room).Descendants("PackageReference").Any(p => p.Attribute("Version") is not null)));

    private static bool IsBelow(string lower, string upper) => House.FloorOf(lower) >= 0 && House.FloorOf(lower) < House.FloorOf(upper);
}
