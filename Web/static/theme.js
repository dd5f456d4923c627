// Runs before the first paint, so that a chosen theme never flashes in the other one.
(function () {
  try {
    var theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch (error) {
    // A browser that keeps nothing follows its own setting.
  }
})();
