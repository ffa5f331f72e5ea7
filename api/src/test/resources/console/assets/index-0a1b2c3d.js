document.title = "한옥 콘솔 (시험)";
